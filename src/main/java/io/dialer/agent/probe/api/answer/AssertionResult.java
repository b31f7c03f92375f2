package io.dialer.agent.probe.api.answer;

import io.dialer.agent.probe.JsonValues;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.ValueOperator;
import io.dialer.agent.probe.api.redaction.Disclosure;
import io.dialer.agent.probe.api.redaction.Excerpt;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of an assertion.
 *
 * @param assertion what was asked
 * @param held whether it was so
 * @param actual what was found, a list where it was several; null also where nothing was
 * @param why why it could not be judged, or why nothing was found; null: what was found was held against what is expected
 */
public record AssertionResult(
        Assertion assertion,
        boolean held,
        @Nullable Object actual,
        @Nullable Sentence why) {

    /** The same without what a result could not show of a large value. */
    public AssertionResult excerpt() {
        return new AssertionResult(assertion, held, Excerpt.ofValue(actual, Disclosure.MOST_OF_A_VALUE), why);
    }

    /**
     * An element of {@code details.steps[].assertions[]}, under the names that the backend's pages and alarm rules read.
     *
     * @param at of an alarm; the backend's own form of times is made where the result is posted
     */
    public JsonObject toJson(Messages messages, Disclosure disclosure, Instant at) {
        ValueOperator operator = assertion.operator();
        String text = message(messages, disclosure);
        Object expected = disclosure.value(assertion.expected(), assertion.isConfidential());
        Object found = disclosure.value(actual, assertion.isConfidential());
        String property = disclosure.text(assertion.property());
        JsonObject json = new JsonObject()
                .put("source", assertion.source())
                .put("comparison", operator.agentName())
                .put("operator", operator.editorName())
                .put("type", assertion.lookup().pageType())
                .put("property", property)
                .put("target", expected)
                .put("expected", expected)
                .put("result", held)
                .put("message", text)
                .put("actual_value", found)
                .put("actual", found);
        AlertCondition condition = assertion.alert();
        if (condition != null && condition.fits(held)) {
            json.put("alert", alert(condition, messages.text("api.alert", text), property, expected, found, at));
        }
        return json;
    }

    /** Why it did not hold, or that it did. */
    public String message(Messages messages, Disclosure disclosure) {
        if (held) {
            return messages.text("api.assertion_held");
        }
        if (why != null) {
            return disclosure.text(messages.text(why));
        }
        ValueOperator operator = assertion.operator();
        String found = disclosure.quoted(actual, assertion.isConfidential());
        String expected = disclosure.quoted(assertion.expected(), assertion.isConfidential());
        if (operator.ordersNumbers()
                && JsonValues.order(actual, assertion.expected()).isEmpty()) {
            return messages.text("api.not_numbers", found, expected);
        }
        String asked = operator.standsAlone() ? operator.editorName() : operator.editorName() + " " + expected;
        String property = disclosure.text(assertion.property());
        String place = property.isEmpty() ? assertion.source() : assertion.source() + " " + property;
        return messages.text("api.assertion_broken", place, asked, found);
    }

    private JsonObject alert(
            AlertCondition condition,
            String text,
            String property,
            @Nullable Object expected,
            @Nullable Object found,
            Instant at) {
        return new JsonObject()
                .put("type", "assertion_alert")
                .put("source", assertion.source())
                .put("property", property)
                .put("comparison", assertion.operator().agentName())
                .put("expected", expected)
                .put("actual", found)
                .put("condition", condition.wireName())
                .put("message", text)
                .put("timestamp", at.toString());
    }
}
