package io.dialer.agent.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration means, with the defaults where nothing is written, for people: times in seconds, sizes in bytes,
 * secrets masked. Pure.
 */
public final class EffectiveConfig {
    private static final String MASK = "***";
    private static final Pattern USER_INFO = Pattern.compile("//[^/@]*@");

    private EffectiveConfig() {}

    /**
     * The whole of it, in sections, sorted by path.
     *
     * @param confidential which names of a probe's options are those of secrets
     */
    public static JsonObject of(AgentConfigReader.Loaded loaded, Predicate<String> confidential) {
        Reading reading = loaded.filled().read().reading();
        JsonObject shown = new JsonObject();
        new TreeMap<>(reading.values())
                .forEach((path, value) -> put(shown, path, shown(reading, path, value, confidential)));
        return shown;
    }

    private static void put(JsonObject document, String path, @Nullable Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            document.put(path, value);
            return;
        }
        String section = path.substring(0, dot);
        if (!(document.getValue(section) instanceof JsonObject)) {
            document.put(section, new JsonObject());
        }
        put(document.getJsonObject(section), path.substring(dot + 1), value);
    }

    private static @Nullable Object shown(
            Reading reading, String path, @Nullable Object value, Predicate<String> confidential) {
        return switch (value) {
            case null -> null;
            case Secret secret -> MASK;
            case String text -> USER_INFO.matcher(text).replaceAll("//" + MASK + "@");
            case Duration duration -> duration.toNanos() / 1e9;
            case Path file -> file.toString();
            case List<?> list ->
                new JsonArray(list.stream().map(String::valueOf).toList());
            case JsonObject options -> masked(reading, path, options, confidential);
            default -> value;
        };
    }

    /** What a reference or a variable brought into a probe's options may be a secret under any name. */
    private static @Nullable Object option(
            Reading reading, String path, @Nullable Object value, Predicate<String> confidential) {
        return switch (value) {
            case null -> null;
            case JsonObject options -> masked(reading, path, options, confidential);
            case JsonArray list -> {
                JsonArray shown = new JsonArray();
                for (int index = 0; index < list.size(); index++) {
                    shown.add(option(reading, path + "[" + index + "]", list.getValue(index), confidential));
                }
                yield shown;
            }
            default -> reading.isTextual(path) ? MASK : value;
        };
    }

    private static JsonObject masked(Reading reading, String path, JsonObject options, Predicate<String> confidential) {
        JsonObject shown = new JsonObject();
        // Headers may stand as pairs.
        boolean secretPair = options.getValue("key") instanceof String name && confidential.test(name);
        options.forEach(option -> shown.put(
                option.getKey(),
                option.getValue() != null
                                && (confidential.test(option.getKey())
                                        || (secretPair && option.getKey().equals("value")))
                        ? MASK
                        : option(reading, path + "." + option.getKey(), option.getValue(), confidential)));
        return shown;
    }
}
