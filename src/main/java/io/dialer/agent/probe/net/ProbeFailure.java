package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A target's failure on its way up to the probe, which turns it into a result; it never leaves {@code Probe.run}.
 * Carries no stack trace: it says nothing about our code.
 */
public final class ProbeFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;
    private final Phase phase;
    private final int errno;
    private final @Nullable String sentence;
    private final transient List<String> arguments;

    /**
     * A failure where its phase is known.
     *
     * @param errno Linux's error number where there is one (111 refused, 110 timed out, 113 no route, 101 network
     *     unreachable, 104 reset), else 0
     * @param message what happened, for people
     */
    public ProbeFailure(Outcome outcome, Phase phase, int errno, String message) {
        this(outcome, phase, errno, message, null, List.of());
    }

    private ProbeFailure(
            Outcome outcome,
            Phase phase,
            int errno,
            String message,
            @Nullable String sentence,
            List<String> arguments) {
        super(message, null, false, false);
        this.sentence = sentence;
        this.arguments = arguments;
        this.outcome = outcome;
        this.phase = phase;
        this.errno = errno;
    }

    /**
     * A failure of the target whose reason is one of the agent's own sentences.
     *
     * @param sentence its key in {@code messages_*.properties}
     */
    public static ProbeFailure said(Phase phase, String sentence, String... arguments) {
        List<String> given = List.of(arguments);
        return new ProbeFailure(Outcome.FAILED, phase, 0, sentence + " " + given, sentence, given);
    }

    /** Nothing happened any more in a phase until time was up. */
    public static ProbeFailure timeoutIn(Phase phase) {
        return new ProbeFailure(Outcome.TIMEOUT, phase, Errno.ETIMEDOUT, "timed out in phase " + phase.wireName());
    }

    /**
     * The failure that a future ended with.
     *
     * @throws IllegalStateException when it ended with anything else, which is a fault of ours
     */
    public static ProbeFailure in(ExecutionException failed) {
        if (failed.getCause() instanceof ProbeFailure failure) {
            return failure;
        }
        throw new IllegalStateException("a probe ended in an unexpected way", failed.getCause());
    }

    /** The message; never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** The key of the sentence that says it in the agent's language; null where only {@link #reason()} does. */
    public @Nullable String sentence() {
        return sentence;
    }

    /** What the sentence's placeholders stand for. */
    public List<String> arguments() {
        return arguments;
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
