package io.dialer.agent.probe.api;

import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.api.answer.Assertion;
import io.dialer.agent.probe.api.answer.AssertionResult;
import io.dialer.agent.probe.api.answer.ExtractionResult;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes down what happens in a step while it happens. One serves one run of one step, on one thread. */
final class StepRecorder {
    private final Step step;
    private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final List<ExtractionResult> extractions = new ArrayList<>();
    private final List<AssertionResult> assertions = new ArrayList<>();
    private final List<Sentence> warnings = new ArrayList<>();
    private Phases phases = new Phases(Map.of());
    private long signInNanos;
    private @Nullable SentRequest request;
    private @Nullable ReceivedAnswer answer;
    private JsonObject way = new JsonObject();

    StepRecorder(Step step) {
        this.step = step;
    }

    Step step() {
        return step;
    }

    void signedIn(long nanos) {
        signInNanos += nanos;
    }

    void sent(SentRequest sent) {
        request = sent;
    }

    void fetched(Phases taken, JsonObject wayTaken) {
        phases = taken;
        way = wayTaken;
    }

    void answered(ReceivedAnswer received) {
        answer = received;
    }

    void checked(long nanos) {
        phases = phases.plus(new Phases(Map.of(Phase.CHECK, nanos)));
    }

    void extracted(ExtractionResult result) {
        extractions.add(result);
    }

    void judged(AssertionResult result) {
        assertions.add(result);
    }

    /** Said with the step's place. */
    void warn(Sentence about) {
        warnings.add(Sentence.of("api.in_step", step.place(), about));
    }

    StepRun ended(@Nullable StepFailure failure) {
        // In their number also where there was nothing to judge: alarm rules find them by their index.
        List<AssertionResult> all = new ArrayList<>(assertions);
        for (Assertion assertion :
                step.assertions().subList(all.size(), step.assertions().size())) {
            all.add(assertion.unanswered());
        }
        return run(failure, all, false);
    }

    /**
     * The step was left out.
     *
     * @param failure null: because of an earlier one's
     */
    StepRun skipped(@Nullable StepFailure failure) {
        return run(failure, List.of(), true);
    }

    private StepRun run(@Nullable StepFailure failure, List<AssertionResult> judged, boolean skipped) {
        return new StepRun(
                step,
                startedAt,
                signInNanos,
                phases,
                request,
                answer,
                way,
                extractions,
                judged,
                failure,
                skipped,
                warnings);
    }
}
