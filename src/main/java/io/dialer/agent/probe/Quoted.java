package io.dialer.agent.probe;

import io.vertx.core.json.Json;
import org.jspecify.annotations.Nullable;

/** A value as it is shown in an error: as JSON, so that a text and a number differ, and cut where it is long. */
public final class Quoted {
    private static final int LONGEST = 120;

    private Quoted() {}

    public static String of(@Nullable Object value) {
        String text = Json.encode(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
