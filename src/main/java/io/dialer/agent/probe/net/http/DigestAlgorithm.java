package io.dialer.agent.probe.net.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The hashes of RFC 7616, section 3.2, the weakest first. */
enum DigestAlgorithm {
    MD5("MD5", "MD5", false),
    MD5_SESS("MD5-sess", "MD5", true),
    SHA_256("SHA-256", "SHA-256", false),
    SHA_256_SESS("SHA-256-sess", "SHA-256", true),
    SHA_512_256("SHA-512-256", "SHA-512/256", false),
    SHA_512_256_SESS("SHA-512-256-sess", "SHA-512/256", true);

    private final String wireName;
    private final String javaName;
    private final boolean forSession;

    DigestAlgorithm(String wireName, String javaName, boolean forSession) {
        this.wireName = wireName;
        this.javaName = javaName;
        this.forSession = forSession;
    }

    static @Nullable DigestAlgorithm named(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.wireName.equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    String wireName() {
        return wireName;
    }

    /** Whether the first hash also holds both nonces. */
    boolean isForSession() {
        return forSession;
    }

    String hash(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(javaName).digest(octets));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has " + javaName, missing);
        }
    }
}
