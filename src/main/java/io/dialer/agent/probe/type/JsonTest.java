package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Quoted;
import io.dialer.agent.probe.UserPattern;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of the backend's operators with the value to hold against. Numbers are compared as numbers also where the value is
 * written as a text, because the backend's editor writes every value so. Pure.
 *
 * @param operator what is asked
 * @param expected maps, lists or plain values; null: JSON's null, or none is needed
 * @param pattern for {@code regex}
 */
record JsonTest(
        Operator operator,
        @Nullable Object expected,
        @Nullable UserPattern pattern) {
    /** As the backend spells them. */
    enum Operator {
        EQUALS("equals"),
        NOT_EQUALS("not_equals"),
        CONTAINS("contains"),
        NOT_CONTAINS("not_contains"),
        STARTS_WITH("startsWith"),
        ENDS_WITH("endsWith"),
        GREATER_THAN("greater_than"),
        LESS_THAN("less_than"),
        REGEX("regex"),
        EXISTS("exists"),
        NOT_EXISTS("not_exists");

        private static final String ALL = String.join(
                ", ", List.of(values()).stream().map(Operator::wireName).toList());

        private final String wireName;

        Operator(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    static JsonTest parse(JsonObject written) {
        Object name = written.getValue("operator", Operator.EQUALS.wireName());
        Operator operator = List.of(Operator.values()).stream()
                .filter(known -> known.wireName().equalsIgnoreCase(String.valueOf(name)))
                .findFirst()
                .orElseThrow(() -> new InvalidOption("json", name, Operator.ALL));
        boolean needsNone = operator == Operator.EXISTS || operator == Operator.NOT_EXISTS;
        if (!needsNone && !written.containsKey("value")) {
            throw new InvalidOption("json", written, "a value for " + operator.wireName());
        }
        Object expected = plain(written.getValue("value"));
        boolean ordered = operator == Operator.GREATER_THAN || operator == Operator.LESS_THAN;
        if (ordered && number(expected).isEmpty()) {
            throw new InvalidOption("json", expected, "a number for " + operator.wireName());
        }
        return new JsonTest(
                operator, expected, operator == Operator.REGEX ? UserPattern.parse("json", text(expected)) : null);
    }

    boolean wantsAbsence() {
        return operator == Operator.NOT_EXISTS;
    }

    boolean isNegative() {
        return operator == Operator.NOT_EQUALS || operator == Operator.NOT_CONTAINS || operator == Operator.NOT_EXISTS;
    }

    /** Whether a value that a path found is as it must be. */
    boolean holds(@Nullable Object found, Deadline deadline) {
        return switch (operator) {
            case EQUALS -> same(found, expected);
            case NOT_EQUALS -> !same(found, expected);
            case CONTAINS -> contains(found);
            case NOT_CONTAINS -> !contains(found);
            case STARTS_WITH -> text(found).startsWith(text(expected));
            case ENDS_WITH -> text(found).endsWith(text(expected));
            case GREATER_THAN -> compared(found).filter(sign -> sign > 0).isPresent();
            case LESS_THAN -> compared(found).filter(sign -> sign < 0).isPresent();
            case REGEX -> pattern != null && pattern.findIn(text(found), deadline) == UserPattern.Finding.FOUND;
            case EXISTS -> true;
            case NOT_EXISTS -> false;
        };
    }

    @Override
    public String toString() {
        boolean alone = operator == Operator.EXISTS || operator == Operator.NOT_EXISTS;
        return alone ? operator.wireName() : operator.wireName() + " " + Quoted.of(expected);
    }

    private boolean contains(@Nullable Object found) {
        return found instanceof List<?> list
                ? list.stream().anyMatch(element -> same(element, expected))
                : text(found).contains(text(expected));
    }

    private Optional<Integer> compared(@Nullable Object found) {
        return number(found).flatMap(one -> number(expected).map(one::compareTo));
    }

    private static boolean same(@Nullable Object found, @Nullable Object expected) {
        if (found instanceof Number) {
            return number(found)
                    .flatMap(one -> number(expected).map(other -> one.compareTo(other) == 0))
                    .orElse(false);
        }
        return Objects.equals(found, expected) || text(found).equals(text(expected));
    }

    private static Optional<BigDecimal> number(@Nullable Object value) {
        if (!(value instanceof Number || value instanceof String)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(value.toString().strip()));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** A text as it is, anything else as JSON. */
    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : Json.encode(value);
    }

    /** As a path finds it: without Vert.x's own objects around maps and lists. */
    static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case JsonObject object -> object.getMap();
            case JsonArray array -> array.getList();
            case null -> null;
            default -> value;
        };
    }
}
