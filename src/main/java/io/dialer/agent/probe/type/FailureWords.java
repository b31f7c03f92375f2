package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.net.ProbeFailure;

/** A failure in the agent's language. */
final class FailureWords {
    private FailureWords() {}

    static String of(ProbeFailure failure, Messages messages) {
        if (failure.outcome() == Outcome.TIMEOUT) {
            return messages.text("timeout." + failure.phase().wireName());
        }
        return failure.sentence() == null ? failure.reason() : messages.text(failure.sentence());
    }
}
