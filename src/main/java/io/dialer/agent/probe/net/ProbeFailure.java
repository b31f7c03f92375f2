package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Sentence;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A target's failure on its way up to the probe, which turns it into a result; it never leaves {@code Probe.run}.
 * Carries no stack trace: it says nothing about our code.
 */
public final class ProbeFailure extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never written anywhere
    private final @Nullable Sentence sentence;

    private final Outcome outcome;
    private final Phase phase;
    private final int errno;

    /**
     * A failure where its phase is known.
     *
     * @param errno Linux's error number where there is one (111 refused, 110 timed out, 113 no route, 101 network
     *     unreachable, 104 reset), else 0
     * @param message what happened, for people
     */
    public ProbeFailure(Outcome outcome, Phase phase, int errno, String message) {
        this(outcome, phase, errno, message, null);
    }

    /** The same with words that are put into the agent's language. */
    public ProbeFailure(Outcome outcome, Phase phase, int errno, Sentence sentence) {
        this(outcome, phase, errno, sentence.toString(), sentence);
    }

    private ProbeFailure(Outcome outcome, Phase phase, int errno, String message, @Nullable Sentence sentence) {
        super(message, null, false, false);
        this.sentence = sentence;
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
        return new ProbeFailure(Outcome.FAILED, phase, 0, Sentence.of(sentence, (Object[]) arguments));
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

    /** What happened, for people: its language is still open, where the words are our own. */
    public Sentence words() {
        if (outcome == Outcome.TIMEOUT) {
            return Sentence.of("timeout." + phase.wireName());
        }
        return sentence == null ? Sentence.of("text", reason()) : sentence;
    }

    /** What happened, in English. */
    public String reason() {
        return String.valueOf(getMessage());
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
