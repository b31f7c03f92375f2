package io.dialer.agent.config;

import io.dialer.agent.config.ConfigKey.Kind;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A strict view of one section. A wrong value is noted as a problem and its default stands in, so that one pass finds
 * all problems; whoever reads throws when there are any. Keys that nobody asked for become warnings. Each accessor tells
 * the {@link Reading} of its key: reading is what the documentation is made of as well.
 */
final class ConfigReader {
    private final JsonObject values;
    private final String path;
    private final Reading reading;
    private final Set<String> known = new LinkedHashSet<>();

    ConfigReader(JsonObject values, String path, Reading reading) {
        this.values = values;
        this.path = path;
        this.reading = reading;
    }

    /** A section inside this one; an absent one reads as empty. */
    ConfigReader section(String key) {
        Object value = value(key);
        if (value != null && !(value instanceof JsonObject)) {
            // A text in the place of a section may be a token that belongs into it.
            problem(key, value instanceof String ? "***" : value, "a section { … }");
        }
        JsonObject inner = value instanceof JsonObject object ? object : new JsonObject();
        return new ConfigReader(inner, pathOf(key), reading);
    }

    /** A section that is kept as it is; an absent one is empty. */
    JsonObject object(String key) {
        return noted(key, section(key).values);
    }

    /** A key that is known and does nothing. */
    void reserved(String key) {
        if (value(key) != null) {
            warning(key, "is known but has no effect in this version");
        }
    }

    /** A key for other programs. */
    void ignored(String key) {
        known.add(key);
    }

    void warning(String key, String description) {
        reading.warning(new ConfigProblem(pathOf(key), description));
    }

    /** Notes every key that was never asked for, with the nearest known name. Call it after the last accessor. */
    void warnOfUnknown() {
        for (String key : values.fieldNames()) {
            if (!known.contains(key)) {
                String nearest = NearestName.of(key, known);
                warning(key, "unknown key" + (nearest == null ? "" : "; did you mean " + nearest + "?"));
            }
        }
    }

    Set<String> keys() {
        return values.fieldNames();
    }

    boolean flag(String key, boolean absent, String sentence) {
        reading.asked(ConfigKey.flag(pathOf(key), absent, sentence));
        Object value = value(key);
        if (value instanceof String text && reading.isTextual(pathOf(key)) && text.matches("true|false")) {
            value = Boolean.valueOf(text);
        }
        return noted(
                key,
                switch (value) {
                    case null -> absent;
                    case Boolean given -> given;
                    default -> problem(key, value, "true or false", absent);
                });
    }

    int integer(String key, int absent, int least, int most, String sentence) {
        return (int) wholeNumber(key, absent, least, most, sentence);
    }

    long wholeNumber(String key, long absent, long least, long most, String sentence) {
        reading.asked(ConfigKey.number(pathOf(key), Kind.WHOLE_NUMBER, absent, least, most, sentence));
        String allowed = least == most ? Long.toString(least) : "a whole number from " + least + " to " + most;
        return bounded(key, asNumber(key), absent, least, most, Units::whole, allowed);
    }

    /** What a reference or a variable brought is text, and may be a number. */
    private @Nullable Object asNumber(String key) {
        Object value = value(key);
        return value instanceof String text && reading.isTextual(pathOf(key)) && text.matches("-?[0-9]{1,18}")
                ? Long.valueOf(text)
                : value;
    }

    /** A time: a number of seconds, or a text with a unit such as {@code "90s"}, {@code "7d"}. */
    Duration duration(String key, Duration absent, Duration least, Duration most, String sentence) {
        reading.asked(ConfigKey.duration(pathOf(key), absent, least, most, sentence));
        String allowed = "seconds from %s to %s, or a text such as \"90s\", \"5m\", \"2h\", \"7d\""
                .formatted(Units.seconds(least), Units.seconds(most));
        return bounded(key, value(key), absent, least, most, Units::duration, allowed);
    }

    /** A size: a number of bytes, or a text with a unit such as {@code "256MiB"}. */
    long bytes(String key, long absent, long least, long most, String sentence) {
        reading.asked(ConfigKey.number(pathOf(key), Kind.BYTES, absent, least, most, sentence));
        String allowed = "bytes from %d to %d, or a text such as \"256MiB\"".formatted(least, most);
        return bounded(key, value(key), absent, least, most, Units::bytes, allowed);
    }

    private <T extends Comparable<T>> T bounded(
            String key,
            @Nullable Object value,
            T absent,
            T least,
            T most,
            Function<Object, @Nullable T> read,
            String allowed) {
        if (value == null) {
            return noted(key, absent);
        }
        T number = read.apply(value);
        boolean fits = number != null && number.compareTo(least) >= 0 && number.compareTo(most) <= 0;
        return noted(key, number == null || !fits ? problem(key, value, allowed, absent) : number);
    }

    @Nullable
    String optionalText(String key, String sentence) {
        return text(key, Kind.TEXT, null, sentence);
    }

    String text(String key, String absent, String sentence) {
        String text = text(key, Kind.TEXT, absent, sentence);
        return notBlank(key, String.valueOf(text), absent);
    }

    /** A text that is never repeated in an error. */
    @Nullable
    Secret secret(String key, String sentence) {
        reading.asked(ConfigKey.text(pathOf(key), Kind.SECRET, null, sentence));
        Object value = value(key);
        if (value != null && !(value instanceof String)) {
            problem(key, "***", "a text");
        }
        if (value instanceof String text && text.chars().anyMatch(Character::isISOControl)) {
            problem(key, "***", "a text on one line: it goes into a header");
        }
        Secret secret = value instanceof String text && !text.isEmpty() ? new Secret(text) : null;
        reading.value(pathOf(key), secret);
        return secret;
    }

    Path path(String key, String absent, String sentence) {
        String text = text(key, Kind.PATH, absent, sentence);
        return asPath(key, notBlank(key, String.valueOf(text), absent), Path.of(absent));
    }

    @Nullable
    Path optionalPath(String key, String sentence) {
        String text = text(key, Kind.PATH, null, sentence);
        return text == null || text.isEmpty() ? null : asPath(key, text, Path.of(""));
    }

    /** A list of paths; none where it is absent. */
    List<Path> paths(String key, String sentence) {
        return noted(
                key,
                list(key, Kind.PATHS, ":", "a list of paths", sentence).stream()
                        .map(text -> asPath(key, text, Path.of("")))
                        .toList());
    }

    /** A list of texts that look alike; none where it is absent. */
    List<String> texts(String key, Predicate<String> form, String allowed, String sentence) {
        return texts(key, List.of(), form, allowed, sentence);
    }

    List<String> texts(String key, List<String> absent, Predicate<String> form, String allowed, String sentence) {
        List<String> texts = list(key, Kind.TEXTS, ",", allowed, sentence);
        texts.stream().filter(form.negate()).forEach(text -> problem(key, text, allowed));
        return noted(key, value(key) == null ? absent : texts);
    }

    private List<String> list(String key, Kind kind, String separator, String allowed, String sentence) {
        reading.asked(ConfigKey.text(pathOf(key), kind, null, sentence));
        Object value = value(key);
        if (value == null) {
            return List.of();
        }
        boolean textual = value instanceof String && reading.isTextual(pathOf(key));
        // One that is no list is as wrong as one with a blank in it.
        List<?> elements = value instanceof JsonArray list
                ? list.getList()
                : textual ? List.of(value.toString().split(separator, -1)) : List.of("");
        return elements.stream().allMatch(element -> element instanceof String text && !text.isBlank())
                ? elements.stream().map(text -> text.toString().strip()).toList()
                : problem(key, value, allowed, List.of());
    }

    /** A text that may hold a password, but is none as a whole. */
    String confidential(String key, String absent, String sentence) {
        Object value = value(key);
        if (value != null && !(value instanceof String)) {
            reading.asked(ConfigKey.text(pathOf(key), Kind.TEXT, absent, sentence));
            return noted(key, problem(key, "***", "a text", absent));
        }
        return text(key, absent, sentence);
    }

    private @Nullable String text(String key, Kind kind, @Nullable String absent, String sentence) {
        reading.asked(ConfigKey.text(pathOf(key), kind, absent, sentence));
        Object value = value(key);
        if (value != null && !(value instanceof String)) {
            problem(key, value, "a text");
        }
        String text = value instanceof String given ? given : absent;
        reading.value(pathOf(key), text);
        return text;
    }

    private String notBlank(String key, String text, String absent) {
        return text.isBlank() ? problem(key, text, "a text that is not empty", absent) : text;
    }

    private Path asPath(String key, String text, Path absent) {
        try {
            return Path.of(text);
        } catch (InvalidPathException unusable) {
            return problem(key, text, "a path", absent);
        }
    }

    /** One of a set of words, in any case; returned as it stands in the set. */
    String oneOf(String key, String absent, List<String> allowed, String sentence) {
        reading.asked(ConfigKey.word(pathOf(key), absent, allowed, sentence));
        Object value = value(key);
        if (value == null) {
            return noted(key, absent);
        }
        return noted(
                key,
                allowed.stream()
                        .filter(word -> value instanceof String text && word.equalsIgnoreCase(text))
                        .findFirst()
                        .orElseGet(() ->
                                problem(key, value, String.join(", ", allowed).toLowerCase(Locale.ROOT), absent)));
    }

    /** One of an enumeration's names, in any case. */
    <E extends Enum<E>> E oneOf(String key, E absent, String sentence) {
        Class<E> type = absent.getDeclaringClass();
        List<String> names =
                List.of(type.getEnumConstants()).stream().map(Enum::name).toList();
        return Enum.valueOf(type, oneOf(key, absent.name(), names, sentence));
    }

    /** Notes that a value is not allowed; what a reference brought is not repeated, because it may be a secret. */
    void problem(String key, Object value, String allowed) {
        Object shown = reading.isOfReference(pathOf(key)) ? "***" : value;
        reading.problem(new ConfigProblem(
                pathOf(key), "%s is not allowed; allowed: %s".formatted(Json.encode(shown), allowed)));
    }

    private <T> T problem(String key, Object value, String allowed, T absent) {
        problem(key, value, allowed);
        return absent;
    }

    private <T> T noted(String key, T value) {
        reading.value(pathOf(key), value);
        return value;
    }

    private @Nullable Object value(String key) {
        known.add(key);
        return values.getValue(key);
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
