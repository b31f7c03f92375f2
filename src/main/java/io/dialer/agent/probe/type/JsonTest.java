package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.JsonValues;
import io.dialer.agent.probe.Quoted;
import io.dialer.agent.probe.UserPattern;
import io.dialer.agent.probe.ValueOperator;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One of the backend's operators with the value to hold against. Pure.
 *
 * @param operator what is asked
 * @param expected maps, lists or plain values; null: JSON's null, or none is needed
 * @param pattern for {@code regex}
 */
record JsonTest(
        ValueOperator operator,
        @Nullable Object expected,
        @Nullable UserPattern pattern) {
    static JsonTest parse(JsonObject written) {
        Object name = written.getValue("operator", ValueOperator.EQUALS.editorName());
        ValueOperator operator = ValueOperator.parse("json", String.valueOf(name));
        if (!operator.standsAlone() && !written.containsKey("value")) {
            throw new InvalidOption("json", written, "a value for " + operator.editorName());
        }
        Object expected = JsonValues.plain(written.getValue("value"));
        if (operator.ordersNumbers() && JsonValues.number(expected).isEmpty()) {
            throw new InvalidOption("json", expected, "a number for " + operator.editorName());
        }
        return new JsonTest(
                operator,
                expected,
                operator == ValueOperator.REGEX ? UserPattern.parse("json", JsonValues.text(expected)) : null);
    }

    boolean wantsAbsence() {
        return operator == ValueOperator.NOT_EXISTS;
    }

    boolean isNegative() {
        return operator.isNegative();
    }

    /** Whether a value that a path found is as it must be. */
    boolean holds(@Nullable Object found, Deadline deadline) {
        return operator.holds(found, expected, pattern, deadline);
    }

    @Override
    public String toString() {
        return operator.standsAlone() ? operator.editorName() : operator.editorName() + " " + Quoted.of(expected);
    }
}
