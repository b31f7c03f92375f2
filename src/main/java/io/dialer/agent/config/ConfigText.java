package io.dialer.agent.config;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as it is written, before anything is known of its meaning. Pure.
 *
 * @param document what stands in it
 * @param located the places of its values; null where it never was a text
 */
record ConfigText(JsonObject document, @Nullable LocatedJson located) {
    /**
     * Reads a file's text; its name tells the syntax.
     *
     * @throws ConfigException with line and column, where it cannot be read
     */
    static ConfigText read(String file, String text) {
        Syntax syntax = Syntax.of(file);
        LocatedJson located;
        try {
            located = LocatedJson.read(text, syntax);
        } catch (LocatedJson.Empty nothing) {
            throw new ConfigException(file, "is empty; allowed: " + syntax.wholeFile());
        } catch (LocatedJson.Mistake mistake) {
            throw new ConfigException(
                    file, "is not %s: %s: %s".formatted(syntax, mistake.place(), mistake.getMessage()));
        }
        if (!(located.value() instanceof JsonObject object)) {
            throw new ConfigException(file, "is not " + syntax.wholeFile());
        }
        return new ConfigText(object, located);
    }

    /** Where a value stands, or what holds it; empty where that is not known. */
    String origin(String path) {
        if (located == null || document.isEmpty()) {
            return "";
        }
        return located.place(path).toString();
    }
}
