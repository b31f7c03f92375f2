package io.dialer.agent.probe.api;

import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.api.answer.AssertionResult;
import io.dialer.agent.probe.api.answer.ExtractionResult;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of a step. Holds secrets until {@link StepReport} has shown it.
 *
 * @param step which
 * @param startedAt by the wall clock
 * @param signInNanos waiting for a token of OAuth 2; 0 where none was needed
 * @param phases of its requests, redirects and challenges included
 * @param request null: none could be made
 * @param answer null: none came
 * @param way which way the request took; empty where none was sent
 * @param extractions in order; none where no answer came
 * @param assertions one for each of the step's, in their order; none where it was skipped
 * @param failure null: it worked, or was skipped because of an earlier one's
 * @param skipped whether it was left out
 * @param warnings what was odd
 */
record StepRun(
        Step step,
        Instant startedAt,
        long signInNanos,
        Phases phases,
        @Nullable SentRequest request,
        @Nullable ReceivedAnswer answer,
        JsonObject way,
        List<ExtractionResult> extractions,
        List<AssertionResult> assertions,
        @Nullable StepFailure failure,
        boolean skipped,
        List<Sentence> warnings) {
    StepRun {
        extractions = List.copyOf(extractions);
        assertions = List.copyOf(assertions);
        warnings = List.copyOf(warnings);
    }

    /** From its start to its end: its phases, and what signing in took. */
    long nanos() {
        return signInNanos + phases.totalNanos();
    }

    /** Of a step that failed. */
    StepFailure requireFailure() {
        return Objects.requireNonNull(failure);
    }

    /** The first assertion that did not hold; null: all held. */
    @Nullable
    AssertionResult firstBroken() {
        return assertions.stream().filter(result -> !result.held()).findFirst().orElse(null);
    }

    long passedAssertions() {
        return assertions.stream().filter(AssertionResult::held).count();
    }
}
