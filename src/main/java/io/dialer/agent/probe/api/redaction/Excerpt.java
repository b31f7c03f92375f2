package io.dialer.agent.probe.api.redaction;

import io.dialer.agent.probe.JsonValues;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a text that may be large, kept until it is known what of it is secret: longer than what will be shown,
 * so that a secret at its end is seen whole.
 *
 * @param text the beginning
 * @param cut whether there was more
 */
public record Excerpt(String text, boolean cut) {
    /** As long as any secret with each of its octets escaped, as long as it has no more than some 10,000. */
    private static final int MARGIN = 64 << 10;

    /**
     * Keeps what may be shown.
     *
     * @param mostShownBytes how much of it will be shown
     */
    public static Excerpt of(String whole, int mostShownBytes) {
        int most = mostShownBytes + MARGIN;
        return whole.length() <= most ? new Excerpt(whole, false) : new Excerpt(whole.substring(0, most), true);
    }

    /** The same of octets that are text in UTF-8. */
    public static Excerpt of(byte[] octets, int mostShownBytes) {
        return of(new String(octets, StandardCharsets.UTF_8), mostShownBytes);
    }

    /** A value as it is; where its JSON is larger than what may be shown, the beginning of that. */
    public static @Nullable Object ofValue(@Nullable Object value, int mostShownBytes) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        Excerpt excerpt = of(JsonValues.text(value), mostShownBytes);
        return excerpt.cut() ? excerpt : value;
    }
}
