package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.net.Errno;
import io.dialer.agent.probe.net.ProbeFailure;

/** A failure in the agent's language, as far as it is one of the usual ones. */
final class FailureWords {
    private FailureWords() {}

    static String of(ProbeFailure failure, Messages messages) {
        if (failure.outcome() == Outcome.TIMEOUT) {
            return messages.text("timeout." + failure.phase().wireName());
        }
        if (failure.sentence() != null) {
            return messages.text(failure.sentence());
        }
        return switch (failure.errno()) {
            case Errno.ECONNREFUSED -> messages.text("errno.refused");
            case Errno.ECONNRESET -> messages.text("errno.reset");
            case Errno.EHOSTUNREACH -> messages.text("errno.no_route");
            case Errno.ENETUNREACH -> messages.text("errno.network_unreachable");
            default -> failure.reason();
        };
    }
}
