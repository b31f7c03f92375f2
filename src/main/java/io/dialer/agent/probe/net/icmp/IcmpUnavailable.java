package io.dialer.agent.probe.net.icmp;

import io.dialer.agent.probe.Sentence;

/**
 * We cannot send ICMP echoes as asked: a right is missing, the platform is another, the source address is not ours.
 * Carries no stack trace: it says nothing about our code.
 */
public final class IcmpUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never written anywhere
    private final Sentence sentence;

    private final boolean othersMay;

    private IcmpUnavailable(Sentence sentence, boolean othersMay) {
        super(sentence.toString(), null, false, false);
        this.sentence = sentence;
        this.othersMay = othersMay;
    }

    static IcmpUnavailable because(String key, Object... arguments) {
        return new IcmpUnavailable(Sentence.of(key, arguments), false);
    }

    /** The same where only this process cannot; a program of the system may have what is missing. */
    static IcmpUnavailable here(String key, Object... arguments) {
        return new IcmpUnavailable(Sentence.of(key, arguments), true);
    }

    /** The system has no program that could do it for us. */
    public static IcmpUnavailable noProgram() {
        return because("icmp.system_none");
    }

    /** Neither we nor the system's program can. */
    public IcmpUnavailable and(IcmpUnavailable other) {
        return because("icmp.and", sentence, other.sentence);
    }

    /** Why, for people. */
    public Sentence sentence() {
        return sentence;
    }

    /** True where a program with rights of its own may still do it. */
    public boolean othersMay() {
        return othersMay;
    }
}
