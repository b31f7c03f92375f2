package io.dialer.agent.probe.api.answer;

import io.dialer.agent.probe.ConfidentialNames;
import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.JsonValues;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.net.http.BodyUse;
import org.jspecify.annotations.Nullable;

/**
 * A value of an answer that later steps use by name. Of several values the first counts. Never throws. Pure.
 *
 * @param source as written in the task
 * @param expression as written
 * @param name of the variable, begins with {@code $}
 * @param lookup source and expression, read
 */
public record Extraction(String source, String expression, String name, Lookup lookup) {
    /** The longest text that a variable may hold, in characters: it goes into requests. */
    private static final int LONGEST = 1 << 20;
    /** A secret is looked for in all that a result shows, and none is so long. */
    private static final int LONGEST_SECRET = 64 << 10;

    /**
     * Reads one.
     *
     * @param name with its {@code $}
     */
    public static Extraction of(String source, String expression, String name) {
        return new Extraction(source, expression, name, Lookup.of(Source.ofExtraction(source), expression));
    }

    /** True where what is extracted must not be shown, because of where it stood or what it is called. */
    public boolean isConfidential() {
        return lookup.isConfidential() || ConfidentialNames.include(name);
    }

    /** What must be kept of the body for this. */
    public BodyUse bodyUse() {
        return lookup.bodyUse();
    }

    /** Looks into an answer; ends soon after the deadline. */
    public ExtractionResult extract(AnswerReading reading, Deadline deadline) {
        return switch (lookup.in(reading, deadline)) {
            case Found.Values values -> taken(values.first());
            case Found.Nothing(Sentence why) -> new ExtractionResult(this, false, null, why);
            case Found.Unusable(Sentence why) -> new ExtractionResult(this, false, null, why);
        };
    }

    private ExtractionResult taken(@Nullable Object value) {
        int longest = isConfidential() ? LONGEST_SECRET : LONGEST;
        return JsonValues.text(value).length() <= longest
                ? new ExtractionResult(this, true, value, Sentence.of("api.extracted"))
                : new ExtractionResult(this, false, null, Sentence.of("api.too_long", Integer.toString(longest)));
    }
}
