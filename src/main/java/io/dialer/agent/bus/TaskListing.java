package io.dialer.agent.bus;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.ProbeTask;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that this node runs, in the order in which they came.
 *
 * @param entries those that were asked for
 */
public record TaskListing(List<Entry> entries) {
    public TaskListing {
        entries = List.copyOf(entries);
    }

    /**
     * One of them.
     *
     * @param dueMillis when its next run is due, epoch milliseconds
     * @param last its last run here; null before the first has ended
     */
    public record Entry(
            ProbeTask task,
            long dueMillis,
            Activity activity,
            @Nullable LastRun last) {}

    /** What a task does now. */
    public enum Activity {
        /** It is not due. */
        IDLE,
        /** Its run waits for a worker. */
        QUEUED,
        /** Its run executes. */
        RUNNING
    }

    /**
     * How a run ended.
     *
     * @param failedPhase where it failed; null where it did not, or in no phase
     * @param startedMillis epoch milliseconds
     * @param durationNanos retries included
     * @param message for people
     */
    public record LastRun(
            Outcome outcome, @Nullable Phase failedPhase, long startedMillis, long durationNanos, String message) {}
}
