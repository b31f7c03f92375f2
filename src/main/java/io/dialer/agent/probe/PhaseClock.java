package io.dialer.agent.probe;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Takes the phases of one stretch (a connection with one request) at the moment they change. One instant ends a phase
 * and starts the next, so nothing is lost between them.
 *
 * <p>Any thread may call it: event loops enter phases while the worker may stop the clock because time is up. What comes
 * after {@link #stop()} is ignored, and {@link #enter} never goes backwards, so a late callback cannot spoil a figure.
 */
public final class PhaseClock {
    private final LongSupplier nanoTime;
    private final Map<Phase, Long> spent = new EnumMap<>(Phase.class);
    private Phase running;
    private long runningSince;
    private boolean stopped;

    /**
     * A clock that runs already, in the phase given.
     *
     * @param startedNanos since when, by {@link System#nanoTime()}
     */
    public PhaseClock(Phase first, long startedNanos) {
        this(first, startedNanos, System::nanoTime);
    }

    PhaseClock(Phase first, long startedNanos, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.running = first;
        this.runningSince = startedNanos;
    }

    /** Ends the running phase and starts a later one; an earlier or the same one is ignored. */
    public synchronized void enter(Phase next) {
        if (stopped || next.compareTo(running) <= 0) {
            return;
        }
        close(nanoTime.getAsLong());
        running = next;
    }

    /**
     * Ends the running phase and starts any other, an earlier one as well: a dialog may send and wait several times, and
     * change to TLS in between. What a phase takes in all its turns is added up. For whoever drives the stretch alone.
     */
    public synchronized void turnTo(Phase next) {
        if (!stopped && next != running) {
            close(nanoTime.getAsLong());
            running = next;
        }
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

    private void close(long atNanos) {
        spent.merge(running, Math.max(0, atNanos - runningSince), Long::sum);
        // By their difference: the counter may wrap around.
        if (atNanos - runningSince > 0) {
            runningSince = atNanos;
        }
    }
}
