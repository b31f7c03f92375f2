package io.dialer.agent.warmup;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate that nobody trusts, with a new key, for a server that only this process asks. X.509 version 1, the least
 * that RFC 5280, section 4.1 allows; the JDK can read certificates and not write them.
 */
final class ThrowawayCertificate {
    private static final int SEQUENCE = 0x30;
    private static final int BIT_STRING = 0x03;
    private static final int UTC_TIME = 0x17;
    private static final byte[] SERIAL = HexFormat.of().parseHex("020101");
    /** {@code ecdsa-with-SHA256}, RFC 5758, section 3.2. */
    private static final byte[] ECDSA_WITH_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");

    private ThrowawayCertificate() {}

    static PemKeyCertOptions create() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        return new PemKeyCertOptions()
                .addKeyValue(pem("PRIVATE KEY", keys.getPrivate()))
                .addCertValue(pem("CERTIFICATE", signed(keys)));
    }

    private static byte[] signed(KeyPair keys) throws GeneralSecurityException {
        byte[] name = new X500Principal("CN=warm-up").getEncoded();
        byte[] validity = der(SEQUENCE, time("200101000000Z"), time("491231235959Z"));
        byte[] content = der(
                SEQUENCE,
                SERIAL,
                ECDSA_WITH_SHA256,
                name,
                validity,
                name,
                keys.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        // The first octet says how many bits of the last one are unused.
        return der(SEQUENCE, content, ECDSA_WITH_SHA256, der(BIT_STRING, new byte[1], signature.sign()));
    }

    private static byte[] time(String text) {
        return der(UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Tag, length in the shortest form (X.690, section 8.1.3), content. */
    private static byte[] der(int tag, byte[]... parts) {
        Buffer content = Buffer.buffer();
        for (byte[] part : parts) {
            content.appendBytes(part);
        }
        int length = content.length();
        Buffer whole = Buffer.buffer().appendByte((byte) tag);
        if (length < 0x80) {
            whole.appendByte((byte) length);
        } else if (length < 0x100) {
            whole.appendByte((byte) 0x81).appendByte((byte) length);
        } else {
            whole.appendByte((byte) 0x82).appendUnsignedShort(length);
        }
        return whole.appendBuffer(content).getBytes();
    }

    private static Buffer pem(String what, Key key) {
        return pem(what, key.getEncoded());
    }

    private static Buffer pem(String what, byte[] der) {
        return Buffer.buffer("-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(what, Base64.getMimeEncoder().encodeToString(der), what));
    }
}
