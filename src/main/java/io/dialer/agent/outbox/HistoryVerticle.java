package io.dialer.agent.outbox;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.HistoryPage;
import io.dialer.agent.config.HistoryConfig;
import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.EncodeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last results of each task for people, whatever becomes of their delivery; in shadow mode it is all there is.
 * Failures outlive successes. What cannot be kept is said once a minute, and otherwise left out.
 */
public final class HistoryVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryVerticle.class);
    private static final Duration LOOK_AT_SIZE = Duration.ofMinutes(1);
    /** So many more than may be are kept of a task, before they are removed together. */
    private static final int PRUNED_AFTER = 50;
    /** A disk that hangs must not fill the memory. */
    private static final int MOST_ON_THEIR_WAY = 5_000;

    private final Path file;
    private final Map<String, Integer> addedSincePruning = new HashMap<>();
    private final OncePerMinute complaint = new OncePerMinute();
    private HistoryConfig limits;
    private Bus bus;
    private HistoryStore store;
    private int onTheirWay;

    /**
     * A history.
     *
     * @param file where it is kept
     */
    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    public HistoryVerticle(HistoryConfig limits, Path file) {
        this.limits = limits;
        this.file = file;
    }

    @Override
    public Future<?> start() {
        bus = new Bus(vertx);
        return HistoryStore.open(vertx, file).onSuccess(opened -> {
            store = opened;
            bus.subscribe(Addresses.PROBE_RESULT, this::keep);
            bus.answer(Addresses.HISTORY_RESULTS, store::find);
            bus.subscribe(
                    Addresses.CONFIG_CHANGED,
                    changed -> limits = changed.config().history());
            vertx.setPeriodic(LOOK_AT_SIZE.toMillis(), timer -> shrink());
        });
    }

    @Override
    public Future<?> stop() {
        return store.close();
    }

    private void keep(ProbeResult result) {
        if (onTheirWay >= MOST_ON_THEIR_WAY) {
            complain(new IllegalStateException("the disk is too slow"));
            bus.publish(Addresses.HISTORY_KEPT, new HistoryPage.Entry(0, result));
            return;
        }
        onTheirWay++;
        Future<Long> added;
        try {
            added = store.add(result);
        } catch (EncodeException unwritable) {
            added = Future.failedFuture(unwritable);
        }
        added.onComplete(done -> onTheirWay--)
                .onSuccess(kept -> pruneNowAndThen(result.taskId()))
                // Whoever looks on sees also what is not kept.
                .otherwise(0L)
                .onSuccess(number -> bus.publish(Addresses.HISTORY_KEPT, new HistoryPage.Entry(number, result)));
        added.onFailure(this::complain);
    }

    private void pruneNowAndThen(String taskId) {
        if (addedSincePruning.merge(taskId, 1, Integer::sum) >= PRUNED_AFTER) {
            addedSincePruning.remove(taskId);
            store.prune(taskId, limits).onFailure(this::complain);
        }
    }

    private void shrink() {
        store.shrink(limits.maxBytes()).onFailure(this::complain);
    }

    private void complain(Throwable failure) {
        long failures = complaint.count(1, System.nanoTime());
        if (failures > 0) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("failures", failures)
                    .addKeyValue("reason", failure.getMessage())
                    .log("the history is incomplete");
        }
    }
}
