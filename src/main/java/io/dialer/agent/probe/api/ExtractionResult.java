package io.dialer.agent.probe.api;

import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Sentence;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What came of an extraction.
 *
 * @param extraction what was wanted
 * @param success whether there is a value
 * @param value plain; null where there is none, or it is JSON's null
 * @param message why there is none
 */
public record ExtractionResult(
        Extraction extraction, boolean success, @Nullable Object value, Sentence message) {

    /** An element of {@code details.steps[].extractions[]}. */
    public JsonObject toJson(Messages messages) {
        return new JsonObject()
                .put("source", extraction.source())
                .put("expression", extraction.expression())
                .put("variable_name", extraction.name())
                .put("success", success)
                .put("message", messages.text(message))
                .put("value", value)
                .put("extracted_value", value);
    }
}
