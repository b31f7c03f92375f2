package io.dialer.agent.probe.api.answer;

import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.api.redaction.Disclosure;
import io.dialer.agent.probe.api.redaction.Excerpt;
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

    /** The same without what a result could not show of a large value. */
    public ExtractionResult excerpt() {
        return new ExtractionResult(extraction, success, Excerpt.ofValue(value, Disclosure.MOST_OF_A_VALUE), message);
    }

    /** An element of {@code details.steps[].extractions[]}. */
    public JsonObject toJson(Messages messages, Disclosure disclosure) {
        Object shown = disclosure.value(value, extraction.isConfidential());
        return new JsonObject()
                .put("source", extraction.source())
                .put("expression", disclosure.text(extraction.expression()))
                .put("variable_name", extraction.name())
                .put("success", success)
                .put("message", disclosure.text(messages.text(message)))
                .put("value", shown)
                .put("extracted_value", shown);
    }
}
