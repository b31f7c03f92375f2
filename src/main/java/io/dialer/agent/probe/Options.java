package io.dialer.agent.probe;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A strict, typed view of a task's options. Each accessor reads one option once: absent (or {@code null}) gives the
 * default, a wrong value throws {@link InvalidOption}. Numbers and booleans are also taken from texts, because the
 * backend's editor writes them so. What no accessor asked for is listed by {@link #unknown()}.
 *
 * <p>Not thread-safe: it lives while a probe is made.
 */
public final class Options {
    /** Keys that belong to the backend or to the scheduler and are never warned about. */
    private static final Set<String> FOREIGN = Set.of(
            "statusAlertConfig", "statusAlertLevel", "timeoutAlertEnabled", "timeoutThreshold", "timeoutAlertLevel");

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final Map<String, Options> groups = new LinkedHashMap<>();

    /**
     * @param own the task's options; they win
     * @param defaults the configured defaults of the type
     */
    public Options(JsonObject own, JsonObject defaults) {
        defaults.forEach(entry -> put(entry.getKey(), entry.getValue()));
        own.forEach(entry -> put(entry.getKey(), entry.getValue()));
    }

    private void put(String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    /** Names that nobody asked for, in the order in which they were written; then those within groups that were. */
    public List<String> unknown() {
        List<String> names = new ArrayList<>(values.keySet());
        names.removeAll(asked);
        names.removeAll(FOREIGN);
        groups.forEach((name, group) -> group.unknown().forEach(within -> names.add(name + "." + within)));
        return names;
    }

    /** True when the option is there with a value. */
    public boolean has(String name) {
        asked.add(name);
        return values.containsKey(name);
    }

    public boolean flag(String name, boolean absent) {
        Object value = value(name);
        return switch (value) {
            case null -> absent;
            case Boolean given -> given;
            case String text when text.equalsIgnoreCase("true") -> true;
            case String text when text.equalsIgnoreCase("false") -> false;
            default -> throw new InvalidOption(name, value, "true or false");
        };
    }

    public int integer(String name, int absent, int least, int most) {
        return (int) wholeNumber(name, absent, least, most);
    }

    public long wholeNumber(String name, long absent, long least, long most) {
        Object value = value(name);
        if (value == null) {
            return absent;
        }
        String allowed = "a whole number from " + least + " to " + most;
        BigDecimal number = decimal(name, value, allowed);
        if (number.stripTrailingZeros().scale() > 0
                || number.compareTo(BigDecimal.valueOf(least)) < 0
                || number.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw new InvalidOption(name, value, allowed);
        }
        return number.longValueExact();
    }

    /** A time given in seconds, whole or not. */
    public Duration seconds(String name, double absent, double least, double most) {
        return Duration.ofNanos(Math.round(number(name, absent, least, most) * 1e9));
    }

    /** A time given in milliseconds, whole or not. */
    public Duration millis(String name, double absent, double least, double most) {
        return Duration.ofNanos(Math.round(number(name, absent, least, most) * 1e6));
    }

    public double number(String name, double absent, double least, double most) {
        Object value = value(name);
        if (value == null) {
            return absent;
        }
        String allowed = "a number from " + plain(least) + " to " + plain(most);
        double number = decimal(name, value, allowed).doubleValue();
        if (number < least || number > most) {
            throw new InvalidOption(name, value, allowed);
        }
        return number;
    }

    public @Nullable String text(String name) {
        Object value = value(name);
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Number number -> number.toString();
            default -> throw new InvalidOption(name, value, "a text");
        };
    }

    public String text(String name, String absent) {
        String text = text(name);
        return text == null ? absent : text;
    }

    /** An option that has more than one shape: as it is written, JSON's objects and arrays as Vert.x has them. */
    public @Nullable Object written(String name) {
        return value(name);
    }

    /** A group of options; absent gives null. */
    public @Nullable Options group(String name) {
        Object value = value(name);
        return switch (value) {
            case null -> null;
            case JsonObject object -> groups.computeIfAbsent(name, first -> new Options(object, new JsonObject()));
            default -> throw new InvalidOption(name, value, "an object");
        };
    }

    /** A list of groups of options; a single one is a list of one. */
    public List<Options> groups(String name) {
        Object value = value(name);
        List<?> elements = value instanceof JsonArray array ? array.stream().toList() : List.of();
        return switch (value) {
            case null -> List.of();
            case JsonObject object -> List.of(new Options(object, new JsonObject()));
            case JsonArray _
            when elements.stream().allMatch(JsonObject.class::isInstance) ->
                elements.stream()
                        .map(element -> new Options((JsonObject) element, new JsonObject()))
                        .toList();
            default -> throw new InvalidOption(name, value, "a list of objects");
        };
    }

    /** One of a fixed set of words, in any case; returned as it stands in the set. */
    public String oneOf(String name, String absent, String... allowed) {
        String text = text(name, absent);
        return Arrays.stream(allowed)
                .filter(word -> word.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new InvalidOption(name, text, String.join(", ", allowed)));
    }

    /** A list of texts; a single text is a list of one. */
    public List<String> texts(String name, List<String> absent) {
        Object value = value(name);
        return switch (value) {
            case null -> absent;
            case String text -> List.of(text);
            case Number number -> List.of(number.toString());
            case JsonArray array -> array.stream().map(item -> item(name, item)).toList();
            default -> throw new InvalidOption(name, value, "a list of texts");
        };
    }

    /**
     * Name and value pairs, as an object or as {@code [{"key": …, "value": …}]}, in the order written; a name may occur
     * twice in the second form.
     */
    public List<Map.Entry<String, String>> pairs(String name) {
        Object value = value(name);
        String allowed = "an object of texts, or [{\"key\": …, \"value\": …}]";
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        switch (value) {
            case null -> {}
            case JsonObject object ->
                object.forEach(entry -> pairs.add(Map.entry(entry.getKey(), item(name, entry.getValue()))));
            case JsonArray array -> {
                for (Object element : array) {
                    if (!(element instanceof JsonObject pair) || pair.getValue("key") == null) {
                        throw new InvalidOption(name, value, allowed);
                    }
                    Object paired = pair.getValue("value");
                    pairs.add(Map.entry(item(name, pair.getValue("key")), paired == null ? "" : item(name, paired)));
                }
            }
            default -> throw new InvalidOption(name, value, allowed);
        }
        return pairs;
    }

    /** A list of objects. */
    public List<JsonObject> objects(String name) {
        Object value = value(name);
        return switch (value) {
            case null -> List.of();
            case JsonArray array ->
                array.stream()
                        .map(element -> {
                            if (element instanceof JsonObject object) {
                                return object;
                            }
                            throw new InvalidOption(name, element, "a list of objects");
                        })
                        .toList();
            default -> throw new InvalidOption(name, value, "a list of objects");
        };
    }

    private static String item(String name, @Nullable Object item) {
        return switch (item) {
            case String text -> text;
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case null, default -> throw new InvalidOption(name, item, "texts");
        };
    }

    private @Nullable Object value(String name) {
        asked.add(name);
        return values.get(name);
    }

    private static BigDecimal decimal(String name, Object value, String allowed) {
        try {
            return switch (value) {
                case Number number -> new BigDecimal(number.toString());
                case String text -> new BigDecimal(text.strip());
                default -> throw new InvalidOption(name, value, allowed);
            };
        } catch (NumberFormatException notANumber) {
            throw new InvalidOption(name, value, allowed);
        }
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? String.format(Locale.ROOT, "%.0f", bound) : Double.toString(bound);
    }
}
