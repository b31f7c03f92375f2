package io.dialer.agent.probe.api.redaction;

import io.dialer.agent.probe.JsonValues;
import io.dialer.agent.probe.Quoted;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * As much of a text that may be large as a result can show, kept until it is known what of it is secret.
 *
 * @param text the beginning
 * @param cut whether there was more
 */
public record Excerpt(String text, boolean cut) {
    /** Whoever reads a result later may stop at 1,000, and it stands within other things. */
    private static final int DEEPEST = 50;

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
        return new Excerpt(Quoted.beginning(whole, mostShownBytes), true);
    }

    /** The same of octets that are text in UTF-8. */
    public static Excerpt of(byte[] octets, int mostShownBytes) {
        return of(new String(octets, StandardCharsets.UTF_8), mostShownBytes);
    }

    /**
     * A value as it is; where its JSON is larger than what may be shown, or deeper than what is passed on, the beginning
     * of that.
     */
    public static @Nullable Object ofValue(@Nullable Object value, int mostShownBytes) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        Excerpt excerpt = of(JsonValues.text(value), mostShownBytes);
        return excerpt.cut() || JsonValues.isDeeperThan(value, DEEPEST) ? excerpt : value;
    }
}
