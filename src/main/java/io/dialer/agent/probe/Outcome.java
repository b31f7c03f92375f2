package io.dialer.agent.probe;

import java.util.Locale;

/** How a run ended. The wire's {@code status} may be coarser; {@code details.outcome} always carries this one. */
public enum Outcome {
    /** The target answered as the task wants. */
    SUCCESS,
    /** The target, or the way to it, is bad: refused, unknown name, wrong status, bad certificate, total loss. */
    FAILED,
    /** No answer within the limit, in whichever phase. */
    TIMEOUT,
    /** We could not probe: bad options, a missing right, a fault of our own. */
    ERROR;

    /** The lower-case name, as it stands in results and metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads what {@link #wireName()} wrote. */
    public static Outcome fromWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
