package io.dialer.agent.bus;

/** How a task goes on that another member has run before. */
public sealed interface Continuation {
    /**
     * It was handed over.
     *
     * @param epochNanos when it is due next
     */
    record At(long epochNanos) implements Continuation {}

    /**
     * Whoever ran it has gone. What may have been left out since then is made up for, no faster than it would have come.
     *
     * @param nanoTime when that member was heard last, by {@link System#nanoTime()}
     */
    record Since(long nanoTime) implements Continuation {}
}
