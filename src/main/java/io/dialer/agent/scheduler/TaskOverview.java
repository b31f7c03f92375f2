package io.dialer.agent.scheduler;

import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.TaskListing;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the tasks of a table do now. A view, to be used at once and on the scheduler's event loop. */
record TaskOverview(Collection<ScheduledTask> tasks, ProbePool pool, Schedule schedule) {
    /** A run that takes longer holds nothing up: it is lost where its node dies, and only it. */
    private static final Duration LONG_RUN = Duration.ofSeconds(2);

    AgentStatus.Tasks status(long endedRuns, long succeededRuns, long changes) {
        int running = (int) tasks.stream().filter(this::executes).count();
        int failing = (int) tasks.stream().filter(ScheduledTask::failing).count();
        return new AgentStatus.Tasks(tasks.size(), running, endedRuns, succeededRuns, failing, changes);
    }

    /**
     * How far all runs have come.
     *
     * @param now by {@link System#nanoTime()}
     * @return the moment before which no run was due that is still to end, or that began a short time ago
     */
    long settledNanos(long now) {
        long settled = now;
        for (ScheduledTask scheduled : tasks) {
            settled = Math.min(settled, scheduled.dueNanos());
            ProbeRun run = scheduled.run();
            if (run != null && now - run.dueNanos() < LONG_RUN.toNanos()) {
                settled = Math.min(settled, run.dueNanos());
            }
        }
        return settled;
    }

    int workersNeeded() {
        WorkerDemand demand = new WorkerDemand();
        tasks.forEach(scheduled -> demand.add(scheduled.task().interval(), scheduled.limit(), scheduled.meanSeconds()));
        return demand.workersNeeded();
    }

    /** All tasks, or one of them. */
    TaskListing list(@Nullable String taskId) {
        return new TaskListing(tasks.stream()
                .filter(scheduled -> taskId == null || scheduled.task().id().equals(taskId))
                .map(this::listed)
                .toList());
    }

    private TaskListing.Entry listed(ScheduledTask scheduled) {
        TaskListing.Activity activity = scheduled.run() == null
                ? TaskListing.Activity.IDLE
                : executes(scheduled) ? TaskListing.Activity.RUNNING : TaskListing.Activity.QUEUED;
        long dueMillis = TimeUnit.NANOSECONDS.toMillis(schedule.toEpochNanos(scheduled.dueNanos()));
        return new TaskListing.Entry(scheduled.task(), dueMillis, activity, scheduled.last());
    }

    private boolean executes(ScheduledTask scheduled) {
        ProbeRun run = scheduled.run();
        return run != null && pool.executes(run);
    }
}
