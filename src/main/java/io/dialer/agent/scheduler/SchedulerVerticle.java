package io.dialer.agent.scheduler;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Drain;
import io.dialer.agent.bus.Released;
import io.dialer.agent.bus.RunOnce;
import io.dialer.agent.bus.SyncStats;
import io.dialer.agent.bus.TaskAssignment;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PreparedProbe;
import io.dialer.agent.probe.ProbeFactories;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.ProbeTask;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the timers and the pool. Its event loop does nothing else, so that a due run starts when it is due.
 */
public final class SchedulerVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(SchedulerVerticle.class);
    private static final Duration SATURATION_LOOK = Duration.ofSeconds(10);

    private final Function<AgentConfig, ProbeFactories> makeFactories;
    private AgentConfig config;
    private final SaturationLog saturation = new SaturationLog();
    private final LatenessWindow lateness = new LatenessWindow(System.nanoTime());
    private final LatenessBuckets latenessSinceStart = new LatenessBuckets();
    private Bus bus;
    private ProbeFactories factories;
    private WorkerExecutor workers;
    private ProbePool pool;
    private TaskTable table;
    private long reportTimer = -1;

    /**
     * A scheduler.
     *
     * @param makeFactories called on the scheduler's event loop, so that probes' sockets can spare it, and again when the
     *     configuration of probes has changed, or plugins came or went
     */
    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    public SchedulerVerticle(AgentConfig config, Function<AgentConfig, ProbeFactories> makeFactories) {
        this.config = config;
        this.makeFactories = makeFactories;
    }

    @Override
    public Future<?> start() {
        bus = new Bus(vertx);
        factories = makeFactories.apply(config);
        workers = vertx.createSharedWorkerExecutor(VirtualProbeThreads.POOL_NAME);
        pool = new ProbePool(
                vertx,
                workers,
                config.threadPool().maxWorkers(),
                config.threadPool().queueSizeLimit());
        table = new TaskTable(
                vertx,
                new Schedule(System.nanoTime(), Instant.now()),
                pool,
                factories,
                config.threadPool().taskTimeout(),
                this::ended);
        bus.answer(Addresses.SCHEDULER_TASKS, this::assign);
        bus.answer(
                Addresses.SCHEDULER_RELEASE,
                release -> Future.succeededFuture(new Released(table.release(release.taskIds()))));
        bus.answer(Addresses.SCHEDULER_STATUS, query -> Future.succeededFuture(status()));
        bus.answer(Addresses.SCHEDULER_SETTLED, query -> Future.succeededFuture(table.settled()));
        bus.answer(
                Addresses.SCHEDULER_LIST,
                query -> Future.succeededFuture(table.overview().list(query.taskId())));
        bus.answer(Addresses.SCHEDULER_LATENESS, query -> Future.succeededFuture(latenessSinceStart.histogram()));
        bus.answer(Addresses.SCHEDULER_RUN, this::runOnce);
        bus.answer(Addresses.SCHEDULER_DRAIN, this::drain);
        vertx.setPeriodic(SATURATION_LOOK.toMillis(), timer -> saturation.look(status().pool(), System.nanoTime()));
        bus.subscribe(Addresses.CONFIG_CHANGED, changed -> reconfigure(changed.config()));
        bus.subscribe(Addresses.PROBE_TYPES, changed -> {
            factories = makeFactories.apply(config);
            table.prepareAnew(factories, config.threadPool().taskTimeout());
        });
        report();
        return Future.succeededFuture();
    }

    private void report() {
        vertx.cancelTimer(reportTimer);
        reportTimer = vertx.setPeriodic(config.reportInterval().toMillis(), timer -> logStatus());
    }

    private void reconfigure(AgentConfig changed) {
        AgentConfig before = config;
        config = changed;
        if (!before.reportInterval().equals(changed.reportInterval())) {
            report();
        }
        pool.resize(changed.threadPool().maxWorkers(), changed.threadPool().queueSizeLimit());
        boolean otherProbes = before.language() != changed.language()
                || !before.probeDefaults().equals(changed.probeDefaults())
                || !before.plugins().equals(changed.plugins())
                || !before.exec().equals(changed.exec())
                || !before.serverUrl().equals(changed.serverUrl());
        if (otherProbes) {
            factories = makeFactories.apply(changed);
        }
        Duration timeout = changed.threadPool().taskTimeout();
        if (otherProbes || !before.threadPool().taskTimeout().equals(timeout)) {
            table.prepareAnew(factories, timeout);
        }
    }

    @Override
    public Future<?> stop() {
        table.stopTimers();
        return pool.drain(Duration.ZERO).compose(drained -> workers.close());
    }

    private Future<SyncStats> assign(TaskAssignment assignment) {
        // Before the tasks: one that runs at once needs them.
        factories.systemVariables().replace(assignment.variables());
        return table.assign(assignment.tasks(), assignment.continuations());
    }

    private Future<AgentStatus> drain(Drain request) {
        LOG.atInfo()
                .addKeyValue("running", pool.active())
                .addKeyValue("queued", pool.queued())
                .addKeyValue("patience_s", request.patience().toSeconds())
                .log("draining");
        table.stopTimers();
        return pool.drain(request.patience())
                .map(drained -> status())
                .onSuccess(after -> LOG.atInfo()
                        .addKeyValue("completed", after.pool().completed())
                        .log("drained"));
    }

    private Future<ProbeResult> runOnce(RunOnce request) {
        ScheduledTask known = table.find(request.taskId());
        ProbeTask task = request.task() != null ? request.task() : known == null ? null : known.task();
        if (task == null) {
            return Future.failedFuture("no task " + request.taskId() + " here");
        }
        PreparedProbe probe = request.withDefaults() ? factories.prepare(task) : factories.prepareWithoutDefaults(task);
        Promise<ProbeResult> promise = Promise.promise();
        ProbeRun run = new ProbeRun(
                task,
                probe,
                System.nanoTime(),
                probe.limit(config.threadPool().taskTimeout()),
                (itself, ended) -> promise.complete(ended.result()));
        return pool.submit(run) == ProbePool.Admission.REFUSED
                ? Future.failedFuture("the pool's queue is full")
                : promise.future();
    }

    private void ended(ProbeTask task, ProbeRun.Ended ended) {
        lateness.add(ended.latenessNanos(), System.nanoTime());
        latenessSinceStart.add(ended.latenessNanos());
        bus.publish(Addresses.PROBE_RESULT, ended.result());
        log(task, ended.result());
    }

    private AgentStatus status() {
        return new AgentStatus(
                new AgentStatus.Pool(
                        pool.maxWorkers(),
                        pool.active(),
                        pool.queued(),
                        pool.queueLimit(),
                        pool.completed(),
                        pool.refused(),
                        table.skipped(),
                        table.overview().workersNeeded()),
                table.status(),
                lateness.summary(System.nanoTime()));
    }

    /** A failed target is a warning and not an error: the target failed, not we. */
    private static void log(ProbeTask task, ProbeResult result) {
        Measurement measurement = result.measurement();
        Phase phase = measurement.failedPhase();
        boolean success = measurement.outcome() == Outcome.SUCCESS;
        (success ? LOG.atDebug() : LOG.atWarn())
                .addKeyValue("task_id", task.id())
                .addKeyValue("name", task.name())
                .addKeyValue("type", task.type())
                .addKeyValue("target", task.target())
                .addKeyValue("outcome", measurement.outcome().wireName())
                .addKeyValue("failed_phase", phase == null ? "-" : phase.wireName())
                .addKeyValue("seconds", result.durationSeconds())
                .addKeyValue("reason", measurement.message())
                .log(success ? "task succeeded" : "task failed");
    }

    private void logStatus() {
        AgentStatus now = status();
        LOG.atInfo()
                .addKeyValue("max_workers", now.pool().maxWorkers())
                .addKeyValue("active", now.pool().active())
                .addKeyValue("queued", now.pool().queued())
                .addKeyValue("completed", now.pool().completed())
                .addKeyValue("refused", now.pool().refused())
                .addKeyValue("skipped", now.pool().skipped())
                .addKeyValue("workers_needed", now.pool().workersNeeded())
                .addKeyValue("tasks", now.tasks().total())
                .addKeyValue("running", now.tasks().running())
                .addKeyValue("failing", now.tasks().failing())
                .addKeyValue("lateness_p50_ms", now.lateness().p50())
                .addKeyValue("lateness_p99_ms", now.lateness().p99())
                .addKeyValue("lateness_max_ms", now.lateness().max())
                .log("pool status");
    }
}
