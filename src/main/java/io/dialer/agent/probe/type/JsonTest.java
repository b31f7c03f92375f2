package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.JsonValues;
import io.dialer.agent.probe.Quoted;
import io.dialer.agent.probe.UserPattern;
import io.vertx.core.json.JsonObject;
import java.util.List;
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
        Object expected = JsonValues.plain(written.getValue("value"));
        boolean ordered = operator == Operator.GREATER_THAN || operator == Operator.LESS_THAN;
        if (ordered && JsonValues.number(expected).isEmpty()) {
            throw new InvalidOption("json", expected, "a number for " + operator.wireName());
        }
        return new JsonTest(
                operator,
                expected,
                operator == Operator.REGEX ? UserPattern.parse("json", JsonValues.text(expected)) : null);
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
            case EQUALS -> JsonValues.same(found, expected);
            case NOT_EQUALS -> !JsonValues.same(found, expected);
            case CONTAINS -> JsonValues.contains(found, expected);
            case NOT_CONTAINS -> !JsonValues.contains(found, expected);
            case STARTS_WITH -> JsonValues.text(found).startsWith(JsonValues.text(expected));
            case ENDS_WITH -> JsonValues.text(found).endsWith(JsonValues.text(expected));
            case GREATER_THAN ->
                JsonValues.order(found, expected).filter(sign -> sign > 0).isPresent();
            case LESS_THAN ->
                JsonValues.order(found, expected).filter(sign -> sign < 0).isPresent();
            case REGEX ->
                pattern != null && pattern.findIn(JsonValues.text(found), deadline) == UserPattern.Finding.FOUND;
            case EXISTS -> true;
            case NOT_EXISTS -> false;
        };
    }

    @Override
    public String toString() {
        boolean alone = operator == Operator.EXISTS || operator == Operator.NOT_EXISTS;
        return alone ? operator.wireName() : operator.wireName() + " " + Quoted.of(expected);
    }
}
