package io.dialer.agent.probe.net.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Header values beyond ASCII. RFC 9110, section 5.5 makes them octets without a meaning; nearly everybody who sends them
 * means UTF-8, and Netty reads and writes one octet per character. Pure.
 */
final class HeaderText {
    private static final int LAST_ASCII = 0x7f;

    private HeaderText() {}

    /** Octets as Netty hands them over, read as UTF-8 where they are that; else as they came, in Latin-1. */
    static String received(String octets) {
        if (isAscii(octets)) {
            return octets;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException latin1) {
            return octets;
        }
    }

    /** A header's value as {@link #received(String)}; a challenge stays as it came, because its octets are what is signed. */
    static String received(String name, String octets) {
        return name.equalsIgnoreCase("www-authenticate") ? octets : received(octets);
    }

    /** UTF-8 octets as Netty wants them to write. */
    static String toSend(String text) {
        return isAscii(text) ? text : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character <= LAST_ASCII);
    }
}
