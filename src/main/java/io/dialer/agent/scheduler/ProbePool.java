package io.dialer.agent.scheduler;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bounded pool. A run starts when fewer than {@code maxWorkers} execute, else waits in a queue of {@code queueLimit},
 * else is refused. The bounds are kept here, before the worker executor, whose own queue has none. The only caller of
 * {@code executeBlocking}.
 *
 * <p>All methods are called on one event loop; runs execute on workers.
 */
final class ProbePool {
    /** What became of a run that was handed in. */
    enum Admission {
        STARTED,
        QUEUED,
        REFUSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(ProbePool.class);
    /** Probes end themselves at their deadline; one that does not is interrupted this much later. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final Vertx vertx;
    private final WorkerExecutor workers;
    private final Queue<ProbeRun> queue = new ArrayDeque<>();
    private final Set<ProbeRun> executing = new HashSet<>();
    private int maxWorkers;
    private int queueLimit;
    private long completed;
    private long refused;
    private @Nullable Promise<Void> drained;

    ProbePool(Vertx vertx, WorkerExecutor workers, int maxWorkers, int queueLimit) {
        this.vertx = vertx;
        this.workers = workers;
        this.maxWorkers = maxWorkers;
        this.queueLimit = queueLimit;
    }

    Admission submit(ProbeRun run) {
        if (drained != null) {
            return refuse();
        }
        if (executing.size() < maxWorkers) {
            start(run);
            return Admission.STARTED;
        }
        if (queue.size() < queueLimit) {
            queue.add(run);
            return Admission.QUEUED;
        }
        return refuse();
    }

    /** Takes a run that still waits out of the queue; false when it was not there. */
    boolean cancel(ProbeRun run) {
        return queue.remove(run);
    }

    /** True while the run executes. */
    boolean executes(ProbeRun run) {
        return executing.contains(run);
    }

    /** Changes the bounds at once; runs above a lowered one go on to their end. */
    void resize(int newMaxWorkers, int newQueueLimit) {
        maxWorkers = newMaxWorkers;
        queueLimit = newQueueLimit;
        startWaiting();
    }

    /** Refuses everything from now on, cancels what waits; completes when nothing executes any more. */
    Future<Void> drain(Duration patience) {
        if (drained != null) {
            return drained.future();
        }
        Promise<Void> promise = Promise.promise();
        drained = promise;
        queue.clear();
        completeWhenIdle();
        vertx.setTimer(Math.max(1, patience.toMillis()), timer -> abandonAll());
        // What ignores an interrupt as well must not hold the process for ever.
        vertx.setTimer(patience.plus(GRACE.multipliedBy(4)).toMillis(), timer -> promise.tryComplete());
        return promise.future();
    }

    private void abandonAll() {
        if (!executing.isEmpty()) {
            LOG.atWarn().addKeyValue("runs", executing.size()).log("runs are cut off by the stop; they have no result");
            executing.forEach(ProbeRun::abandon);
        }
    }

    int maxWorkers() {
        return maxWorkers;
    }

    int queueLimit() {
        return queueLimit;
    }

    int active() {
        return executing.size();
    }

    int queued() {
        return queue.size();
    }

    long completed() {
        return completed;
    }

    long refused() {
        return refused;
    }

    private Admission refuse() {
        refused++;
        return Admission.REFUSED;
    }

    private void start(ProbeRun run) {
        executing.add(run);
        long watchdog = vertx.setTimer(run.begin().plus(GRACE).toMillis(), timer -> run.cutOff());
        workers.executeBlocking(run::execute, false).onComplete(outcome -> {
            vertx.cancelTimer(watchdog);
            executing.remove(run);
            completed++;
            if (!queue.isEmpty()) {
                // Not from here: runs that end at once would nest ever deeper.
                vertx.runOnContext(ignored -> startWaiting());
            }
            if (outcome.succeeded()) {
                run.ended(outcome.result());
            } else {
                LOG.error("a run ended without a result", outcome.cause());
            }
            completeWhenIdle();
        });
    }

    private void startWaiting() {
        while (executing.size() < maxWorkers && !queue.isEmpty()) {
            start(queue.remove());
        }
    }

    private void completeWhenIdle() {
        if (drained != null && executing.isEmpty()) {
            drained.tryComplete();
        }
    }
}
