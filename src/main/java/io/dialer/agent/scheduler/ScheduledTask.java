package io.dialer.agent.scheduler;

import io.dialer.agent.bus.TaskListing;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.PreparedProbe;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.ProbeTask;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A task in the table, with its timer, its run and what its last runs told. Used on the scheduler's event loop only. */
final class ScheduledTask {
    /** Weight of the newest run in the mean duration. */
    private static final double NEWEST = 0.2;

    private ProbeTask task;
    private PreparedProbe probe;
    private Duration limit;
    private long timer = -1;
    private long dueNanos;
    private boolean firstRun = true;
    private @Nullable ProbeRun run;
    private TaskListing.@Nullable LastRun last;
    private double meanSeconds;

    ScheduledTask(ProbeTask task, PreparedProbe probe, Duration limit) {
        this.task = task;
        this.probe = probe;
        this.limit = limit;
    }

    void redefine(ProbeTask newTask, PreparedProbe newProbe, Duration newLimit) {
        task = newTask;
        probe = newProbe;
        limit = newLimit;
        if (run != null) {
            run.redefine(newTask, newProbe, newLimit);
        }
    }

    void ended(ProbeResult result) {
        run = null;
        last = new TaskListing.LastRun(
                result.outcome(),
                result.measurement().failedPhase(),
                result.startedAt().toEpochMilli(),
                result.durationNanos(),
                result.measurement().message());
        double seconds = Math.max(result.durationSeconds(), 1e-6);
        meanSeconds = meanSeconds == 0 ? seconds : meanSeconds + NEWEST * (seconds - meanSeconds);
    }

    ProbeTask task() {
        return task;
    }

    PreparedProbe probe() {
        return probe;
    }

    Duration limit() {
        return limit;
    }

    long timer() {
        return timer;
    }

    long dueNanos() {
        return dueNanos;
    }

    void dueAt(long moment, long timerId) {
        dueNanos = moment;
        timer = timerId;
    }

    /** True once, for the run that starts the task off its grid. */
    boolean takeFirstRun() {
        boolean first = firstRun;
        firstRun = false;
        return first;
    }

    @Nullable
    ProbeRun run() {
        return run;
    }

    void run(@Nullable ProbeRun newRun) {
        run = newRun;
    }

    boolean failing() {
        return last != null && last.outcome() != Outcome.SUCCESS;
    }

    /** Null before its first run here has ended. */
    TaskListing.@Nullable LastRun last() {
        return last;
    }

    /** The mean duration of its runs; 0 before the first has ended. */
    double meanSeconds() {
        return meanSeconds;
    }
}
