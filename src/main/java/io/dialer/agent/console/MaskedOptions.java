package io.dialer.agent.console;

import io.dialer.agent.probe.ConfidentialNames;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Options of a probe for people: secrets, by their names, and passwords in URLs are masked. Pure. */
final class MaskedOptions {
    static final String MASK = "***";
    private static final Pattern USER_INFO = Pattern.compile("//[^/@]*@");

    private MaskedOptions() {}

    static JsonObject of(JsonObject options) {
        JsonObject shown = new JsonObject();
        boolean secretPair = options.getValue("key") instanceof String name && ConfidentialNames.include(name);
        options.forEach(option -> shown.put(
                option.getKey(),
                (ConfidentialNames.include(option.getKey())
                                        || (secretPair && option.getKey().equals("value")))
                                && option.getValue() != null
                        ? MASK
                        : shown(option.getValue())));
        return shown;
    }

    /** Without what may stand before the host of a URL. */
    static String of(String text) {
        return USER_INFO.matcher(text).replaceAll("//" + MASK + "@");
    }

    private static @Nullable Object shown(@Nullable Object value) {
        return switch (value) {
            case JsonObject object -> of(object);
            case JsonArray list ->
                new JsonArray(list.stream().map(MaskedOptions::shown).toList());
            case String text -> of(text);
            case null, default -> value;
        };
    }
}
