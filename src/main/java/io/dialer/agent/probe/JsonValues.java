package io.dialer.agent.probe;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How values of a JSON document are held against what a task expects. The backend's editor writes every expected value
 * as a text, so a number is compared as a number whichever way it is written. Values are maps, lists and plain ones, as
 * a JSONPath finds them. Pure.
 */
public final class JsonValues {
    private static final int LONGEST_NUMBER = 1_000;
    private static final int PLAIN_COST = 8;
    private static final int CONTAINER_COST = 32;

    private JsonValues() {}

    /** Without Vert.x's own objects around maps and lists. */
    public static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case JsonObject object -> object.getMap();
            case JsonArray array -> array.getList();
            case null -> null;
            default -> value;
        };
    }

    /** A text as it is, anything else as JSON. */
    public static String text(@Nullable Object value) {
        return value instanceof String text ? text : Json.encode(value);
    }

    /** True where objects and lists stand within each other so many times, or more. */
    public static boolean isDeeperThan(@Nullable Object value, int levels) {
        return switch (plain(value)) {
            case Map<?, ?> map ->
                levels <= 0 || map.values().stream().anyMatch(inner -> isDeeperThan(inner, levels - 1));
            case List<?> list -> levels <= 0 || list.stream().anyMatch(inner -> isDeeperThan(inner, levels - 1));
            case null, default -> false;
        };
    }

    /**
     * True where the texts and names within a value have more characters than that together. An object or a list counts as forty more,
     * any other value as eight, because so much memory they take at least.
     */
    public static boolean exceeds(@Nullable Object value, int characters) {
        long left = characters;
        Deque<Object> open = new ArrayDeque<>();
        pushAll(Collections.singletonList(value), open);
        while (left >= 0 && !open.isEmpty()) {
            left -= PLAIN_COST;
            switch (open.pop()) {
                case Map<?, ?> map -> {
                    left -= CONTAINER_COST;
                    for (Object name : map.keySet()) {
                        left -= String.valueOf(name).length();
                    }
                    pushAll(map.values(), open);
                }
                case List<?> list -> {
                    left -= CONTAINER_COST;
                    pushAll(list, open);
                }
                case String text -> left -= text.length();
                default -> {}
            }
        }
        return left < 0;
    }

    /** All texts and numbers within a value, however deep. */
    public static List<String> leaves(@Nullable Object value) {
        List<String> leaves = new ArrayList<>();
        // By a stack of our own: what a server sends may be deeper than the thread's.
        Deque<Object> left = new ArrayDeque<>();
        pushAll(Collections.singletonList(value), left);
        while (!left.isEmpty()) {
            switch (left.pop()) {
                case Map<?, ?> map -> pushAll(map.values(), left);
                case List<?> list -> pushAll(list, left);
                case String text -> leaves.add(text);
                case Number number -> leaves.add(number.toString());
                default -> {}
            }
        }
        return leaves;
    }

    private static void pushAll(Collection<?> values, Deque<Object> left) {
        for (Object each : values) {
            Object plain = plain(each);
            if (plain != null) {
                left.push(plain);
            }
        }
    }

    /** A number, or a text that is one. */
    public static Optional<BigDecimal> number(@Nullable Object value) {
        if (!(value instanceof Number || value instanceof String)) {
            return Optional.empty();
        }
        String text = value.toString();
        // Reading many digits takes time by their square.
        if (text.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text.strip()));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** True for equal values; a found number equals every way to write it, a found object or list its JSON text. */
    public static boolean same(@Nullable Object found, @Nullable Object expected) {
        if (found instanceof Number) {
            return order(found, expected).filter(sign -> sign == 0).isPresent();
        }
        if (found instanceof Map || found instanceof List) {
            return alike(found, expected instanceof String text ? decoded(text) : plain(expected));
        }
        return Objects.equals(found, expected) || text(found).equals(text(expected));
    }

    /** True where a list has an element that is the same as the expected, or a text (else the JSON) holds it. */
    public static boolean contains(@Nullable Object found, @Nullable Object expected) {
        return found instanceof List<?> list
                ? list.stream().anyMatch(element -> same(element, expected))
                : text(found).contains(text(expected));
    }

    /** The sign of found minus expected; empty where one of them is no number. */
    public static Optional<Integer> order(@Nullable Object found, @Nullable Object expected) {
        return number(found).flatMap(one -> number(expected).map(one::compareTo));
    }

    /** True for null and for a text, list or object without content. */
    public static boolean isEmpty(@Nullable Object found) {
        return switch (found) {
            case null -> true;
            case String text -> text.isEmpty();
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }

    /** Equal in structure; 1 and 1.0 are the same number. */
    private static boolean alike(@Nullable Object one, @Nullable Object other) {
        Object left = plain(one);
        Object right = plain(other);
        if (left instanceof Number && right instanceof Number) {
            return order(left, right).filter(sign -> sign == 0).isPresent();
        }
        if (left instanceof List<?> list && right instanceof List<?> others) {
            boolean same = list.size() == others.size();
            for (int index = 0; same && index < list.size(); index++) {
                same = alike(list.get(index), others.get(index));
            }
            return same;
        }
        if (left instanceof Map<?, ?> map && right instanceof Map<?, ?> others) {
            return map.keySet().equals(others.keySet())
                    && map.keySet().stream().allMatch(key -> alike(map.get(key), others.get(key)));
        }
        return Objects.equals(left, right);
    }

    private static @Nullable Object decoded(String text) {
        try {
            return plain(Json.decodeValue(text));
        } catch (DecodeException notJson) {
            return text;
        }
    }
}
