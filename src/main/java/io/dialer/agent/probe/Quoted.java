package io.dialer.agent.probe;

import io.vertx.core.json.Json;
import org.jspecify.annotations.Nullable;

/** A value as it is shown in an error: as JSON, so that a text and a number differ, and cut where it is long. */
public final class Quoted {
    private static final int LONGEST = 120;

    private Quoted() {}

    public static String of(@Nullable Object value) {
        String text = Json.encode(value);
        return text.length() <= LONGEST ? text : beginning(text, LONGEST) + "…";
    }

    /** The beginning of a text, without half a character at its end. */
    public static String beginning(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean halved = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
        return text.substring(0, halved ? most - 1 : most);
    }
}
