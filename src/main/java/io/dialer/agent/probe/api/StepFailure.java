package io.dialer.agent.probe.api;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.net.ProbeFailure;
import org.jspecify.annotations.Nullable;

/**
 * Why a step did not work.
 *
 * @param outcome never a success
 * @param phase where; null: nothing was asked
 * @param reason for people; may still hold secrets
 */
record StepFailure(Outcome outcome, @Nullable Phase phase, Sentence reason) {
    private static final String ASSERTIONS = "api.assertions_broken";

    /** There was an answer, and it was not as it must be. */
    static StepFailure brokenAssertions(int broken, int all) {
        return new StepFailure(
                Outcome.FAILED, Phase.CHECK, Sentence.of(ASSERTIONS, Integer.toString(broken), Integer.toString(all)));
    }

    static StepFailure of(ProbeFailure failure) {
        return new StepFailure(failure.outcome(), failure.phase(), failure.words());
    }

    /** Our own fault; the log has it whole. */
    static StepFailure fault(Throwable fault) {
        return new StepFailure(
                Outcome.ERROR,
                Phase.CHECK,
                Sentence.of("api.fault", fault.getClass().getSimpleName()));
    }

    /** The step was left out, because the time of the whole was up. */
    static StepFailure timeIsUp() {
        return new StepFailure(Outcome.TIMEOUT, null, Sentence.of("api.time_up"));
    }

    /** The step could not be made into a request. */
    static StepFailure unusable(Sentence reason) {
        return new StepFailure(Outcome.ERROR, null, reason);
    }

    /** {@code error_type}: what kind of fault it is, for programs. */
    String type() {
        return switch (outcome) {
            case TIMEOUT -> "timeout";
            case ERROR -> phase == null ? "configuration_error" : "agent_error";
            case FAILED, SUCCESS -> isBrokenAssertion() ? "assertion_failed" : "request_failed";
        };
    }

    /** True where there was an answer, and it was not as it must be. */
    boolean isBrokenAssertion() {
        return outcome == Outcome.FAILED && phase == Phase.CHECK && reason.key().equals(ASSERTIONS);
    }
}
