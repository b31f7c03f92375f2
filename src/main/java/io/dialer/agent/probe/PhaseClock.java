package io.dialer.agent.probe;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Takes the phases of one stretch (a connection with one request) at the moment they change. One instant ends a phase
 * and starts the next, so nothing is lost between them.
 *
 * <p>Any thread may call it: event loops enter phases while the worker may stop the clock because time is up. What comes
 * after {@link #stop()} is ignored, and a phase is never entered backwards, so a late callback cannot spoil a figure.
 */
public final class PhaseClock {
    private final LongSupplier nanoTime;
    private final Map<Phase, Long> spent = new EnumMap<>(Phase.class);
    private final long startedNanos;
    private Phase running;
    private long runningSince;
    private boolean stopped;

    /** A clock that starts now, in the phase given. */
    public PhaseClock(Phase first) {
        this(first, System::nanoTime);
    }

    PhaseClock(Phase first, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.running = first;
        this.startedNanos = nanoTime.getAsLong();
        this.runningSince = startedNanos;
    }

    /** Ends the running phase and starts a later one; an earlier or the same one is ignored. */
    public synchronized void enter(Phase next) {
        enterAt(next, nanoTime.getAsLong());
    }

    /**
     * As {@link #enter}, for a moment that was taken before, by {@link System#nanoTime()}.
     *
     * @param atNanos not before the running phase began; an earlier moment counts as that beginning
     */
    public synchronized void enterAt(Phase next, long atNanos) {
        if (stopped || next.compareTo(running) <= 0) {
            return;
        }
        close(atNanos);
        running = next;
    }

    /** The phase that runs, or ran last. */
    public synchronized Phase running() {
        return running;
    }

    /** Ends the running phase for good and returns what was measured; further calls return the same. */
    public synchronized Phases stop() {
        if (!stopped) {
            close(nanoTime.getAsLong());
            stopped = true;
        }
        return new Phases(spent);
    }

    /** The start, by {@link System#nanoTime()}. */
    public long startedNanos() {
        return startedNanos;
    }

    private void close(long atNanos) {
        spent.merge(running, Math.max(0, atNanos - runningSince), Long::sum);
        // By their difference: the counter may wrap around.
        if (atNanos - runningSince > 0) {
            runningSince = atNanos;
        }
    }
}
