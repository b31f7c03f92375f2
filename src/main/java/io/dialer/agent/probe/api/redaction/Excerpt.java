package io.dialer.agent.probe.api.redaction;

import io.dialer.agent.probe.JsonValues;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * As much of a text that may be large as a result can show, kept until it is known what of it is secret.
 *
 * @param text the beginning
 * @param cut whether there was more
 */
public record Excerpt(String text, boolean cut) {
    /**
     * Keeps what may be shown.
     *
     * @param mostShownBytes how much of it will be shown, in UTF-8; a character has at least one
     */
    public static Excerpt of(String whole, int mostShownBytes) {
        if (whole.length() <= mostShownBytes) {
            return new Excerpt(whole, false);
        }
        // Half a character would hide that what stands before it begins a secret.
        boolean halved = mostShownBytes > 0 && Character.isHighSurrogate(whole.charAt(mostShownBytes - 1));
        return new Excerpt(whole.substring(0, halved ? mostShownBytes - 1 : mostShownBytes), true);
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
