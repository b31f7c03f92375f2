package io.dialer.agent.probe.api.redaction;

import java.nio.charset.StandardCharsets;

/**
 * The beginning of a text, as much of it as a result may hold. To be cut after it was redacted: half a secret would not be
 * found any more.
 *
 * @param text whole characters
 * @param cut whether something is missing at its end
 * @param bytes of the whole text in UTF-8
 */
public record CappedText(String text, boolean cut, long bytes) {
    /** The default of {@code max_body_in_result}. */
    public static final int DEFAULT_BYTES = 16 << 10;

    /**
     * Cuts where it must.
     *
     * @param mostBytes in UTF-8
     */
    public static CappedText of(String text, int mostBytes) {
        int end = 0;
        long used = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            int octets = octets(point);
            if (used + octets > mostBytes) {
                break;
            }
            used += octets;
            end += Character.charCount(point);
        }
        return end == text.length()
                ? new CappedText(text, false, used)
                : new CappedText(text.substring(0, end), true, text.getBytes(StandardCharsets.UTF_8).length);
    }

    /** Half a surrogate pair alone is written as a question mark. */
    private static int octets(int point) {
        if (point < 0x80 || (point >= 0xd800 && point <= 0xdfff)) {
            return 1;
        }
        return point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }
}
