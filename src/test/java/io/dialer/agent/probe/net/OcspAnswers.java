package io.dialer.agent.probe.net;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.NullMarked;

/** OCSP answers in DER (RFC 6960), signed by nobody. */
@NullMarked
public final class OcspAnswers {
    private static final String BASIC = "06092b0601050507300101";
    private static final String SHA_1 = "300906052b0e03021a0500";

    private OcspAnswers() {}

    /**
     * An answer about one certificate.
     *
     * @param choice the status as it is encoded: {@code 8000} for good
     */
    public static byte[] about(BigInteger serial, String choice, boolean nextUpdate) {
        String hash = "0401aa";
        String id =
                element("30", SHA_1 + hash + hash + element("02", HexFormat.of().formatHex(serial.toByteArray())));
        String single = element(
                "30",
                id + choice + time("20260102030405Z") + (nextUpdate ? element("a0", time("20260109030405Z")) : ""));
        String data = element("30", element("a2", hash) + time("20260102030405Z") + element("30", single));
        String basic = element("30", data + SHA_1 + "030200aa");
        String response = element("30", "0a0100" + element("a0", element("30", BASIC + element("04", basic))));
        return HexFormat.of().parseHex(response);
    }

    private static String time(String text) {
        return element("18", HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String element(String tag, String value) {
        int length = value.length() / 2;
        String header = length < 128 ? "%02x".formatted(length) : "82%04x".formatted(length);
        return tag + header + value;
    }
}
