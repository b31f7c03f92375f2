package io.dialer.agent.config;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A strict view of one section. A wrong value is noted as a problem and its default stands in, so that one pass finds
 * all problems; whoever reads throws when there are any. Keys that nobody asked for become warnings.
 */
final class ConfigReader {
    private final JsonObject values;
    private final String path;
    private final List<ConfigProblem> problems;
    private final List<ConfigProblem> warnings;
    private final Set<String> known = new LinkedHashSet<>();

    ConfigReader(JsonObject values, String path, List<ConfigProblem> problems, List<ConfigProblem> warnings) {
        this.values = values;
        this.path = path;
        this.problems = problems;
        this.warnings = warnings;
    }

    /** A section inside this one; an absent one reads as empty. */
    ConfigReader section(String key) {
        Object value = value(key);
        if (value != null && !(value instanceof JsonObject)) {
            problem(key, value, "a section { … }");
        }
        JsonObject inner = value instanceof JsonObject object ? object : new JsonObject();
        return new ConfigReader(inner, pathOf(key), problems, warnings);
    }

    /** A section that is kept as it is; an absent one is empty. */
    JsonObject object(String key) {
        return section(key).values;
    }

    /** Keys that are known but belong to parts that this version does not have. */
    void reserved(String... keys) {
        for (String key : keys) {
            if (value(key) != null) {
                warnings.add(new ConfigProblem(pathOf(key), "is known but has no effect in this version"));
            }
        }
    }

    void warning(String key, String description) {
        warnings.add(new ConfigProblem(pathOf(key), description));
    }

    /** Notes every key that was never asked for, with the nearest known name. Call it after the last accessor. */
    void warnOfUnknown() {
        for (String key : values.fieldNames()) {
            if (!known.contains(key)) {
                String nearest = NearestName.of(key, known);
                warnings.add(new ConfigProblem(
                        pathOf(key), "unknown key" + (nearest == null ? "" : "; did you mean " + nearest + "?")));
            }
        }
    }

    Set<String> keys() {
        return values.fieldNames();
    }

    boolean flag(String key, boolean absent) {
        Object value = value(key);
        return switch (value) {
            case null -> absent;
            case Boolean given -> given;
            default -> problem(key, value, "true or false", absent);
        };
    }

    int integer(String key, int absent, int least, int most) {
        return (int) wholeNumber(key, absent, least, most);
    }

    long wholeNumber(String key, long absent, long least, long most) {
        Object value = value(key);
        if (value == null) {
            return absent;
        }
        boolean whole = value instanceof Integer
                || value instanceof Long
                || (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15);
        if (!whole || ((Number) value).longValue() < least || ((Number) value).longValue() > most) {
            return problem(key, value, "a whole number from " + least + " to " + most, absent);
        }
        return ((Number) value).longValue();
    }

    /** A time: a number of seconds, or a text with a unit such as {@code "90s"}, {@code "7d"}. */
    Duration duration(String key, Duration absent, Duration least, Duration most) {
        Object value = value(key);
        if (value == null) {
            return absent;
        }
        Duration read = Units.duration(value);
        if (read == null || read.compareTo(least) < 0 || read.compareTo(most) > 0) {
            return problem(
                    key,
                    value,
                    "seconds from %s to %s, or a text such as \"90s\", \"5m\", \"2h\", \"7d\""
                            .formatted(Units.seconds(least), Units.seconds(most)),
                    absent);
        }
        return read;
    }

    /** A size: a number of bytes, or a text with a unit such as {@code "256MiB"}. */
    long bytes(String key, long absent, long least, long most) {
        Object value = value(key);
        if (value == null) {
            return absent;
        }
        Long read = Units.bytes(value);
        if (read == null || read < least || read > most) {
            return problem(
                    key, value, "bytes from %d to %d, or a text such as \"256MiB\"".formatted(least, most), absent);
        }
        return read;
    }

    @Nullable
    String optionalText(String key) {
        Object value = value(key);
        if (value != null && !(value instanceof String)) {
            problem(key, value, "a text");
        }
        return value instanceof String text ? text : null;
    }

    String text(String key, String absent) {
        String text = optionalText(key);
        if (text == null) {
            return absent;
        }
        return text.isBlank() ? problem(key, text, "a text that is not empty", absent) : text;
    }

    /** A text that is never repeated in an error. */
    @Nullable
    Secret secret(String key) {
        Object value = value(key);
        if (value != null && !(value instanceof String)) {
            problem(key, "***", "a text");
        }
        return value instanceof String text && !text.isEmpty() ? new Secret(text) : null;
    }

    Path path(String key, String absent) {
        return asPath(key, text(key, absent), Path.of(absent));
    }

    @Nullable
    Path optionalPath(String key) {
        String text = optionalText(key);
        return text == null || text.isEmpty() ? null : asPath(key, text, Path.of(""));
    }

    private Path asPath(String key, String text, Path absent) {
        try {
            return Path.of(text);
        } catch (InvalidPathException unusable) {
            return problem(key, text, "a path", absent);
        }
    }

    /** One of a set of words, in any case; returned as it stands in the set. */
    String oneOf(String key, String absent, String... allowed) {
        Object value = value(key);
        if (value == null) {
            return absent;
        }
        return Arrays.stream(allowed)
                .filter(word -> value instanceof String text && word.equalsIgnoreCase(text))
                .findFirst()
                .orElseGet(() -> problem(key, value, String.join(", ", allowed).toLowerCase(Locale.ROOT), absent));
    }

    /** Notes that a value is not allowed. */
    void problem(String key, Object value, String allowed) {
        problems.add(new ConfigProblem(
                pathOf(key), "%s is not allowed; allowed: %s".formatted(Json.encode(value), allowed)));
    }

    private <T> T problem(String key, Object value, String allowed, T absent) {
        problem(key, value, allowed);
        return absent;
    }

    private @Nullable Object value(String key) {
        known.add(key);
        return values.getValue(key);
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
