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
     * Whoever ran it has gone. What may have been left out since then is made up for, twice as fast as it would have come.
     *
     * @param nanoTime until when nothing is missing of that member's runs, by {@link System#nanoTime()}
     */
    record Since(long nanoTime) implements Continuation {}
}
