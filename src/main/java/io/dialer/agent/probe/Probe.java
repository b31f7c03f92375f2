package io.dialer.agent.probe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A task's probe, ready to run: its options were read when it was made, so nothing is left to validate. One instance
 * serves all runs of its task, one at a time.
 */
public interface Probe {
    /**
     * Measures the target once. Runs on a worker (a virtual thread) and may block there; it never looks a name up by
     * {@link java.net.InetAddress}, which cannot be interrupted.
     *
     * @param deadline the latest end of this attempt; the probe ends itself by then and closes what it opened
     * @return what was found; a failure of the target is a result, never an exception
     * @throws InterruptedException when the run is cut off from outside; what was opened is closed
     */
    Measurement run(Deadline deadline) throws InterruptedException;

    /** How long one attempt may take. */
    Duration timeout();

    /** What is gathered where a run fails; null: nothing. */
    default @Nullable Evidence evidence() {
        return null;
    }
}
