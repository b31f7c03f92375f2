package io.dialer.agent.scheduler;

import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.Continuation;
import io.dialer.agent.bus.Settled;
import io.dialer.agent.bus.SyncStats;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.PreparedProbe;
import io.dialer.agent.probe.ProbeFactories;
import io.dialer.agent.probe.ProbeTask;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of this node with their timers: when one is due it is handed to the pool, and its next due time is set. Used
 * on the scheduler's event loop only.
 */
final class TaskTable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskTable.class);

    /** Tasks taken in before the event loop may do something else. */
    private static final int SLICE = 20;

    private final Vertx vertx;
    private final Schedule schedule;
    private final ProbePool pool;
    private final BiConsumer<ProbeTask, ProbeRun.Ended> whenEnded;
    private final Map<String, ScheduledTask> tasks = new LinkedHashMap<>();
    private ProbeFactories factories;
    private Duration taskTimeout;
    /** Runs of removed tasks that still execute: a task that comes back must not overlap them. */
    private final Map<String, ProbeRun> lingering = new HashMap<>();
    /** Runs of tasks that another member owns now; they count. */
    private final Map<String, ProbeRun> givenAway = new HashMap<>();

    private long skipped;
    private long endedRuns;
    private long succeededRuns;
    private long changes;

    /**
     * An empty table.
     *
     * @param whenEnded called for each run of a task that is still wanted
     */
    TaskTable(
            Vertx vertx,
            Schedule schedule,
            ProbePool pool,
            ProbeFactories factories,
            Duration taskTimeout,
            BiConsumer<ProbeTask, ProbeRun.Ended> whenEnded) {
        this.vertx = vertx;
        this.schedule = schedule;
        this.pool = pool;
        this.factories = factories;
        this.taskTimeout = taskTimeout;
        this.whenEnded = whenEnded;
    }

    /**
     * Makes the table hold exactly these tasks. Many new ones are taken in slices, because making their probes takes time
     * in which others fall due.
     *
     * @param continuations how new ones go on that another member has run before
     */
    Future<SyncStats> assign(List<ProbeTask> wanted, Map<String, Continuation> continuations) {
        Map<String, ProbeTask> current = new LinkedHashMap<>();
        tasks.forEach((id, scheduled) -> current.put(id, scheduled.task()));
        TaskDiff diff = TaskDiff.between(current, wanted);
        diff.removed().forEach(this::remove);
        diff.updated().forEach(this::update);
        Promise<SyncStats> done = Promise.promise();
        addSlice(diff, continuations, 0, System.nanoTime(), done);
        return done.future();
    }

    private void addSlice(
            TaskDiff diff, Map<String, Continuation> continuations, int from, long beganAt, Promise<SyncStats> done) {
        int count = diff.added().size();
        int to = Math.min(count, from + SLICE);
        for (int position = from; position < to; position++) {
            ProbeTask task = diff.added().get(position);
            if (!tasks.containsKey(task.id())) {
                long alone = beganAt + Schedule.firstDelayNanos(position, count, task.interval());
                Continuation continuation = continuations.get(task.id());
                if (continuation == null) {
                    log("task added", task);
                }
                add(
                        task,
                        switch (continuation) {
                            case null -> alone;
                            case Continuation.At(long epochNanos) ->
                                schedule.whenHandedOver(task.id(), task.interval(), epochNanos, beganAt);
                            case Continuation.Since(long nanoTime) ->
                                schedule.afterSilence(task.id(), task.interval(), nanoTime, beganAt);
                        });
            }
        }
        if (to == count) {
            done.complete(diff.stats());
        } else {
            vertx.runOnContext(ignored -> addSlice(diff, continuations, to, beganAt, done));
        }
    }

    /**
     * Makes the probes of all tasks anew, in slices; runs that have begun go on with what they have. The timers stay as they
     * are.
     */
    void prepareAnew(ProbeFactories otherFactories, Duration otherTimeout) {
        factories = otherFactories;
        taskTimeout = otherTimeout;
        prepareSlice(List.copyOf(tasks.values()), 0, otherFactories);
    }

    private void prepareSlice(List<ScheduledTask> all, int from, ProbeFactories with) {
        int to = Math.min(all.size(), from + SLICE);
        for (ScheduledTask scheduled : all.subList(from, to)) {
            PreparedProbe probe = factories.prepare(scheduled.task());
            scheduled.redefine(scheduled.task(), probe, probe.limit(taskTimeout));
            changes++;
        }
        // Another change meanwhile makes all of them anew itself.
        if (to < all.size() && with == factories) {
            vertx.runOnContext(ignored -> prepareSlice(all, to, with));
        }
    }

    /**
     * Takes tasks out of the table that another member owns from now on. A run that has begun is brought to its end; one
     * that waits for a worker goes with its task.
     *
     * @return when each is due next, epoch nanoseconds
     */
    Map<String, Long> release(List<String> taskIds) {
        Map<String, Long> due = new HashMap<>();
        for (String taskId : taskIds) {
            ScheduledTask scheduled = tasks.remove(taskId);
            if (scheduled != null) {
                changes++;
                vertx.cancelTimer(scheduled.timer());
                ProbeRun run = scheduled.run();
                boolean waits = run != null && pool.cancel(run);
                due.put(taskId, schedule.toEpochNanos(run != null && waits ? run.dueNanos() : scheduled.dueNanos()));
                if (run != null && !waits) {
                    givenAway.put(taskId, run);
                }
            }
        }
        return due;
    }

    @Nullable
    ScheduledTask find(String taskId) {
        return tasks.get(taskId);
    }

    /** Nothing becomes due any more; the pool ends what runs. */
    void stopTimers() {
        tasks.values().forEach(scheduled -> vertx.cancelTimer(scheduled.timer()));
    }

    long skipped() {
        return skipped;
    }

    /** Until when every run here has ended. */
    Settled settled() {
        long until = schedule.toEpochNanos(overview().settledNanos(System.nanoTime()));
        return new Settled(TimeUnit.NANOSECONDS.toMillis(until));
    }

    /** What the tasks do, counted and listed. */
    TaskOverview overview() {
        return new TaskOverview(tasks.values(), pool, schedule);
    }

    AgentStatus.Tasks status() {
        return overview().status(endedRuns, succeededRuns, changes);
    }

    private void add(ProbeTask task, long firstDue) {
        PreparedProbe probe = factories.prepare(task);
        ScheduledTask scheduled = new ScheduledTask(task, probe, probe.limit(taskTimeout));
        tasks.put(task.id(), scheduled);
        changes++;
        setTimer(scheduled, firstDue);
    }

    private void update(ProbeTask task) {
        ScheduledTask scheduled = tasks.get(task.id());
        if (scheduled == null) {
            return;
        }
        boolean sameInterval = scheduled.task().interval().equals(task.interval());
        PreparedProbe probe = factories.prepare(task);
        scheduled.redefine(task, probe, probe.limit(taskTimeout));
        changes++;
        if (!sameInterval) {
            vertx.cancelTimer(scheduled.timer());
            setTimer(scheduled, schedule.gridAfter(task.id(), task.interval(), System.nanoTime()));
        }
        log("task changed", task);
    }

    private void remove(String taskId) {
        ScheduledTask scheduled = tasks.remove(taskId);
        if (scheduled == null) {
            return;
        }
        changes++;
        vertx.cancelTimer(scheduled.timer());
        ProbeRun run = scheduled.run();
        if (run != null && !pool.cancel(run)) {
            lingering.put(taskId, run);
        }
        log("task removed", scheduled.task());
    }

    private void setTimer(ScheduledTask scheduled, long dueNanos) {
        long delayNanos = Math.max(0, dueNanos - System.nanoTime());
        long delayMs = Math.max(1, Math.ceilDiv(delayNanos, 1_000_000L));
        scheduled.dueAt(dueNanos, vertx.setTimer(delayMs, timer -> due(scheduled)));
    }

    private void due(ScheduledTask scheduled) {
        ProbeTask task = scheduled.task();
        long due = scheduled.dueNanos();
        long next = scheduled.takeFirstRun()
                ? schedule.gridAfterFirstRun(task.id(), task.interval(), due)
                : schedule.gridAfter(task.id(), task.interval(), due);
        long now = System.nanoTime();
        if (next <= now) {
            // The event loop was held up for more than an interval: those runs are lost, and said to be.
            long reachable = schedule.gridAfter(task.id(), task.interval(), now);
            skipped += (reachable - next) / task.interval().toNanos();
            next = reachable;
        }
        setTimer(scheduled, next);
        boolean overlaps =
                scheduled.run() != null || lingering.containsKey(task.id()) || givenAway.containsKey(task.id());
        if (overlaps) {
            skipped++;
            return;
        }
        ProbeRun run = new ProbeRun(task, scheduled.probe(), due, scheduled.limit(), this::ended);
        // Before it is handed in: a quick run may have ended when submit returns.
        scheduled.run(run);
        if (pool.submit(run) == ProbePool.Admission.REFUSED) {
            scheduled.run(null);
        }
    }

    private void ended(ProbeRun run, ProbeRun.Ended ended) {
        String taskId = ended.result().taskId();
        if (lingering.remove(taskId, run)) {
            return;
        }
        ScheduledTask scheduled = tasks.get(taskId);
        boolean away = givenAway.remove(taskId, run);
        if (scheduled == null && !away) {
            return;
        }
        if (scheduled != null && !away) {
            scheduled.ended(ended.result());
        }
        endedRuns++;
        if (ended.result().outcome() == Outcome.SUCCESS) {
            succeededRuns++;
        }
        whenEnded.accept(run.task(), ended);
    }

    private static void log(String event, ProbeTask task) {
        LOG.atInfo()
                .addKeyValue("task_id", task.id())
                .addKeyValue("name", task.name())
                .addKeyValue("type", task.type())
                .addKeyValue("target", task.target())
                .addKeyValue("interval_s", task.interval().toMillis() / 1000.0)
                .log(event);
    }
}
