package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;

/**
 * A target's failure on its way up to the probe, which turns it into a result; it never leaves {@code Probe.run}.
 * Carries no stack trace: it says nothing about our code.
 */
public final class ProbeFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;
    private final Phase phase;
    private final int errno;

    /**
     * @param errno Linux's error number where there is one (111 refused, 110 timed out, 113 no route, 101 network
     *     unreachable, 104 reset), else 0
     * @param message what happened, for people
     */
    public ProbeFailure(Outcome outcome, Phase phase, int errno, String message) {
        super(message, null, false, false);
        this.outcome = outcome;
        this.phase = phase;
        this.errno = errno;
    }

    public Outcome outcome() {
        return outcome;
    }

    public Phase phase() {
        return phase;
    }

    public int errno() {
        return errno;
    }
}
