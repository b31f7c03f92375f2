package io.dialer.agent.probe.api;

import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Sentence;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What came of an assertion.
 *
 * @param assertion what was asked
 * @param held whether it was so
 * @param actual what was found, a list where it was several; null also where nothing was
 * @param message why not
 */
public record AssertionResult(
        Assertion assertion, boolean held, @Nullable Object actual, Sentence message) {

    /**
     * An element of {@code details.steps[].assertions[]}, under the names that the backend's pages and alarm rules read.
     *
     * @param timestamp of an alarm, local ISO-8601 without offset
     */
    public JsonObject toJson(Messages messages, String timestamp) {
        Operator operator = assertion.operator();
        String text = messages.text(message);
        JsonObject json = new JsonObject()
                .put("source", assertion.source())
                .put("comparison", operator.agentName())
                .put("operator", operator.editorName())
                .put("type", assertion.lookup().pageType())
                .put("property", assertion.property())
                .put("target", assertion.expected())
                .put("expected", assertion.expected())
                .put("result", held)
                .put("message", text)
                .put("actual_value", actual)
                .put("actual", actual);
        AlertCondition condition = assertion.alert();
        if (condition != null && condition.fits(held)) {
            json.put("alert", alert(condition, messages.text("api.alert", text), timestamp));
        }
        return json;
    }

    private JsonObject alert(AlertCondition condition, String text, String timestamp) {
        return new JsonObject()
                .put("type", "assertion_alert")
                .put("source", assertion.source())
                .put("property", assertion.property())
                .put("comparison", assertion.operator().agentName())
                .put("expected", assertion.expected())
                .put("actual", actual)
                .put("condition", condition.wireName())
                .put("message", text)
                .put("timestamp", timestamp);
    }
}
