package io.dialer.agent.scheduler;

import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.SyncStats;
import io.dialer.agent.probe.PreparedProbe;
import io.dialer.agent.probe.ProbeFactories;
import io.dialer.agent.probe.ProbeTask;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final ProbeFactories factories;
    private final Duration taskTimeout;
    private final BiConsumer<ProbeTask, ProbeRun.Ended> whenEnded;
    private final Map<String, ScheduledTask> tasks = new LinkedHashMap<>();
    /** Runs of removed tasks that still execute: a task that comes back must not overlap them. */
    private final Map<String, ProbeRun> lingering = new HashMap<>();

    private long skipped;
    private long succeededRuns;

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
     */
    Future<SyncStats> assign(List<ProbeTask> wanted) {
        Map<String, ProbeTask> current = new LinkedHashMap<>();
        tasks.forEach((id, scheduled) -> current.put(id, scheduled.task()));
        TaskDiff diff = TaskDiff.between(current, wanted);
        diff.removed().forEach(this::remove);
        diff.updated().forEach(this::update);
        Promise<SyncStats> done = Promise.promise();
        addSlice(diff, 0, System.nanoTime(), done);
        return done.future();
    }

    private void addSlice(TaskDiff diff, int from, long beganAt, Promise<SyncStats> done) {
        int count = diff.added().size();
        int to = Math.min(count, from + SLICE);
        for (int position = from; position < to; position++) {
            ProbeTask task = diff.added().get(position);
            if (!tasks.containsKey(task.id())) {
                add(task, beganAt + Schedule.firstDelayNanos(position, count, task.interval()));
            }
        }
        if (to == count) {
            done.complete(diff.stats());
        } else {
            vertx.runOnContext(ignored -> addSlice(diff, to, beganAt, done));
        }
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

    AgentStatus.Tasks status() {
        Collection<ScheduledTask> all = tasks.values();
        int running = (int) all.stream().filter(this::executes).count();
        int failing = (int) all.stream().filter(ScheduledTask::failing).count();
        return new AgentStatus.Tasks(all.size(), running, succeededRuns, failing);
    }

    int workersNeeded() {
        WorkerDemand demand = new WorkerDemand();
        tasks.values()
                .forEach(scheduled ->
                        demand.add(scheduled.task().interval(), scheduled.limit(), scheduled.meanSeconds()));
        return demand.workersNeeded();
    }

    private boolean executes(ScheduledTask scheduled) {
        ProbeRun run = scheduled.run();
        return run != null && pool.executes(run);
    }

    private void add(ProbeTask task, long firstDue) {
        PreparedProbe probe = factories.prepare(task);
        ScheduledTask scheduled = new ScheduledTask(task, probe, probe.limit(taskTimeout));
        tasks.put(task.id(), scheduled);
        setTimer(scheduled, firstDue);
        log("task added", task);
    }

    private void update(ProbeTask task) {
        ScheduledTask scheduled = tasks.get(task.id());
        if (scheduled == null) {
            return;
        }
        boolean sameInterval = scheduled.task().interval().equals(task.interval());
        PreparedProbe probe = factories.prepare(task);
        scheduled.redefine(task, probe, probe.limit(taskTimeout));
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
        if (scheduled.run() != null || lingering.containsKey(task.id())) {
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
        if (scheduled == null) {
            return;
        }
        scheduled.ended(ended.result());
        if (!scheduled.failing()) {
            succeededRuns++;
        }
        whenEnded.accept(scheduled.task(), ended);
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
