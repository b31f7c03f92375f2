package io.dialer.agent.probe.net.http;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The answer to a challenge (RFC 7616, section 3.4). Pure.
 *
 * @param challenge what was asked for
 * @param username as the task has it
 * @param password as the task has it
 * @param clientNonce random, never used before
 */
record DigestAnswer(DigestChallenge challenge, String username, String password, String clientNonce) {
    /** Each nonce is used once. */
    private static final String COUNT = "00000001";

    /** The value of {@code Authorization} for a request. */
    String to(String method, String resource, byte[] body) {
        StringBuilder field = new StringBuilder("Digest ")
                .append(user())
                .append(", realm=")
                .append(quoted(challenge.realm()))
                .append(", nonce=")
                .append(quoted(challenge.nonce()))
                .append(", uri=")
                .append(quoted(resource))
                .append(", response=")
                .append(quoted(response(method, resource, body)));
        if (challenge.algorithmNamed()) {
            field.append(", algorithm=").append(challenge.algorithm().wireName());
        }
        if (challenge.protection() != null) {
            field.append(", qop=").append(challenge.protection());
            field.append(", nc=").append(COUNT);
        }
        if (challenge.protection() != null || challenge.algorithm().isForSession()) {
            field.append(", cnonce=").append(quoted(clientNonce));
        }
        if (challenge.opaque() != null) {
            field.append(", opaque=").append(quoted(challenge.opaque()));
        }
        return field.toString();
    }

    private String response(String method, String resource, byte[] body) {
        String secret = challenge
                .algorithm()
                .hash(Buffer.buffer()
                        .appendBytes(octets(username))
                        .appendString(":")
                        .appendBytes(challenge.realm().getBytes(StandardCharsets.ISO_8859_1))
                        .appendString(":")
                        .appendBytes(octets(password))
                        .getBytes());
        if (challenge.algorithm().isForSession()) {
            secret = hash(secret + ":" + challenge.nonce() + ":" + clientNonce);
        }
        String request = method + ":" + resource;
        if ("auth-int".equals(challenge.protection())) {
            request += ":" + challenge.algorithm().hash(body);
        }
        String between = challenge.protection() == null
                ? challenge.nonce()
                : String.join(":", challenge.nonce(), COUNT, clientNonce, challenge.protection());
        return hash(secret + ":" + between + ":" + hash(request));
    }

    /** What was received is one character per octet, and the rest is ASCII. */
    private String hash(String text) {
        return challenge.algorithm().hash(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private byte[] octets(String own) {
        Charset charset = challenge.utf8() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        // A name that Latin-1 cannot hold could not be meant in it.
        boolean fits = charset.newEncoder().canEncode(own);
        return own.getBytes(fits ? charset : StandardCharsets.UTF_8);
    }

    /** A name beyond ASCII is written as RFC 8187 has it, because a header field is ASCII. */
    private String user() {
        if (StandardCharsets.US_ASCII.newEncoder().canEncode(username)) {
            return "username=" + quoted(username);
        }
        StringBuilder encoded = new StringBuilder("username*=UTF-8''");
        for (byte octet : username.getBytes(StandardCharsets.UTF_8)) {
            int value = octet & 0xff;
            if (value < 0x80 && Character.isLetterOrDigit(value)) {
                encoded.append((char) value);
            } else {
                encoded.append("%%%02X".formatted(value));
            }
        }
        return encoded.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
