package io.dialer.agent.probe.api;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Sentence;

/**
 * A value of an answer that later steps use by name. Of several values the first counts. Never throws. Pure.
 *
 * @param source as written in the task
 * @param expression as written
 * @param name of the variable, begins with {@code $}
 * @param lookup source and expression, read
 */
public record Extraction(String source, String expression, String name, Lookup lookup) {
    static Extraction of(String source, String expression, String name) {
        return new Extraction(
                source, expression, Variables.named(name), Lookup.of(Source.ofExtraction(source), expression));
    }

    /** Looks into an answer; ends soon after the deadline. */
    public ExtractionResult extract(AnswerReading reading, Deadline deadline) {
        return switch (lookup.in(reading, deadline)) {
            case Found.Values values -> new ExtractionResult(this, true, values.first(), Sentence.of("api.extracted"));
            case Found.Nothing(Sentence why) -> new ExtractionResult(this, false, null, why);
            case Found.Unusable(Sentence why) -> new ExtractionResult(this, false, null, why);
        };
    }
}
