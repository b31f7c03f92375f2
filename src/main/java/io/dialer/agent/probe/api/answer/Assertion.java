package io.dialer.agent.probe.api.answer;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.JsonValues;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.UserPattern;
import io.dialer.agent.probe.ValueOperator;
import io.dialer.agent.probe.net.http.BodyUse;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an answer must be like at one place. Where several values are found, one that fits is enough; a negative operator
 * must hold for all. A place with nothing fails every operator but {@code not_exists}. Never throws. Pure.
 *
 * @param source as written in the task
 * @param property path, expression or name as written; empty: the whole of the source
 * @param lookup the same, read
 * @param operator what is asked
 * @param expected as written, plain
 * @param pattern for {@code regex}
 * @param alert when it carries an alarm; null: never
 */
public record Assertion(
        String source,
        String property,
        Lookup lookup,
        ValueOperator operator,
        @Nullable Object expected,
        @Nullable Expression pattern,
        @Nullable AlertCondition alert) {

    /**
     * Reads one, in either vocabulary.
     *
     * @throws InvalidOption naming the field
     */
    public static Assertion from(Options written) {
        // The backend's own.
        written.has("alertLevel");
        String sourceName = written.text("source", "status");
        Source source = Source.ofAssertion(sourceName);
        String property = text(written, "expression", "property");
        boolean editors = written.has("operator");
        String field = editors || !written.has("comparison") ? "operator" : "comparison";
        ValueOperator operator = ValueOperator.parse(field, written.text(field, ValueOperator.EQUALS.editorName()));
        Object agents = written.written("target");
        Object expected = JsonValues.plain(written.has("expected") ? written.written("expected") : agents);
        return new Assertion(
                sourceName,
                property,
                Lookup.of(source, source == Source.TEXT_BODY ? "" : property),
                operator,
                expected,
                operator == ValueOperator.REGEX
                        ? Expression.regex(JsonValues.text(expected == null ? "" : expected))
                        : null,
                AlertCondition.from(written));
    }

    /** Holds it against an answer; ends soon after the deadline. */
    public AssertionResult judge(AnswerReading reading, Deadline deadline) {
        return switch (lookup.in(reading, deadline)) {
            case Found.Unusable(Sentence why) -> new AssertionResult(this, false, null, why);
            case Found.Nothing(Sentence why) ->
                operator == ValueOperator.NOT_EXISTS
                        ? new AssertionResult(this, true, null, null)
                        : new AssertionResult(this, false, null, why);
            case Found.Values values -> judge(values, deadline);
        };
    }

    private AssertionResult judge(Found.Values found, Deadline deadline) {
        if (expected == null && operator.needsText()) {
            return new AssertionResult(this, false, found.shown(), Sentence.of("api.no_expected"));
        }
        UserPattern user = pattern == null ? null : pattern.pattern();
        Predicate<@Nullable Object> test = value -> operator.holds(value, expected, user, deadline);
        boolean holds = operator.isNegative()
                ? found.values().stream().allMatch(test)
                : found.values().stream().anyMatch(test);
        Object actual = found.shown();
        Sentence undecided = pattern != null
                        && !holds
                        && pattern.in(JsonValues.text(actual), deadline) instanceof Found.Unusable(Sentence why)
                ? why
                : null;
        return new AssertionResult(this, holds, actual, undecided);
    }

    /** There was no answer to hold it against. */
    public AssertionResult unanswered() {
        return new AssertionResult(this, false, null, Sentence.of("api.no_answer"));
    }

    /** True where neither what is found nor what is expected may be shown. */
    boolean isConfidential() {
        return lookup.isConfidential();
    }

    /** What must be kept of the body for this. */
    public BodyUse bodyUse() {
        return lookup.bodyUse();
    }

    private static String text(Options written, String editors, String agents) {
        String own = written.text(agents, "");
        String text = written.text(editors, "");
        return text.isBlank() ? own : text;
    }
}
