package io.dialer.agent.probe.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OcspStapleTest {
    @ParameterizedTest
    @CsvSource({"8000, good", "a111180f32303236303130313030303030305a, revoked", "8200, unknown"})
    void tellsTheStatusAndItsTimes(String choice, String status) {
        OcspStaple staple =
                OcspStaple.read(OcspAnswers.about(BigInteger.valueOf(77), choice, true), BigInteger.valueOf(77));

        assertThat(staple)
                .isEqualTo(new OcspStaple(
                        status, Instant.parse("2026-01-02T03:04:05Z"), Instant.parse("2026-01-09T03:04:05Z")));
    }

    @Test
    void needsNoNextUpdate() {
        assertThat(OcspStaple.read(OcspAnswers.about(BigInteger.ONE, "8000", false), BigInteger.ONE)
                        .nextUpdate())
                .isNull();
    }

    @Test
    void ofAnotherCertificateSaysNothing() {
        assertThat(OcspStaple.read(OcspAnswers.about(BigInteger.ONE, "8000", true), BigInteger.TWO)
                        .status())
                .isEqualTo("other_certificate");
    }

    @Test
    void isUnreadableWhereverItIsCutOff() {
        byte[] whole = OcspAnswers.about(BigInteger.ONE, "8000", true);
        for (int length = 0; length < whole.length; length++) {
            assertThat(OcspStaple.read(Arrays.copyOf(whole, length), BigInteger.ONE)
                            .status())
                    .as("%d octets", length)
                    .isEqualTo("unreadable");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "3003", "30800000", "1f0100", "30030a0106", "3084ffffffff"})
    void isUnreadableWhereItIsSomethingElse(String hex) {
        assertThat(OcspStaple.read(HexFormat.of().parseHex(hex), BigInteger.ONE).status())
                .isEqualTo("unreadable");
    }

    @Test
    void aTextIsNoAnswer() {
        assertThat(OcspStaple.read("HTTP/1.1 404 Not Found".getBytes(StandardCharsets.US_ASCII), BigInteger.ONE)
                        .status())
                .isEqualTo("unreadable");
    }
}
