package io.dialer.agent.outbox;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes rows out of what waits: delivered ones for good, others to the dead letters. Works on the outbox's event loop.
 */
final class Removals {
    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

    private final Vertx vertx;
    private final OutboxStore store;
    private final OutboxDead dead;
    private final Tally tally;
    private final Duration retry;
    private final OncePerMinute removalComplaint = new OncePerMinute();
    private final OncePerMinute burialLine = new OncePerMinute();
    private final OncePerMinute burialComplaint = new OncePerMinute();
    /** Delivered, and still in the store. */
    private final Set<Long> delivered = new HashSet<>();

    private boolean retrying;
    private boolean stopped;

    /**
     * Removals.
     *
     * @param retry before delivered rows that could not be removed are removed again
     */
    Removals(Vertx vertx, OutboxStore store, OutboxDead dead, Tally tally, Duration retry) {
        this.vertx = vertx;
        this.store = store;
        this.dead = dead;
        this.tally = tally;
        this.retry = retry;
    }

    /** True for a row that must not be sent again although the store still has it. */
    boolean isDelivered(long id) {
        return delivered.contains(id);
    }

    /** Removes delivered rows. A full disk may refuse even this; they must not stay for ever. */
    void remove(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return;
        }
        delivered.addAll(ids);
        store.delete(ids)
                .onSuccess(count -> {
                    tally.removed(count);
                    delivered.removeAll(ids);
                })
                .onFailure(failure -> {
                    complain(failure);
                    tryAgainSoon();
                });
    }

    /** Retries no more: the store is about to close. */
    void stop() {
        stopped = true;
    }

    /** Moves a row to the dead letters, however often that must be tried. */
    Future<Void> bury(OutboxRow row, String reason) {
        long letters = burialLine.count(1, System.nanoTime());
        if (letters > 0) {
            LOG.atWarn()
                    .addKeyValue("task_id", row.taskId())
                    .addKeyValue("reason", reason)
                    .addKeyValue("results", letters)
                    .log("results are given up; they are kept as dead letters");
        }
        Promise<Void> promise = Promise.promise();
        bury(row, reason, promise);
        return promise.future();
    }

    private void bury(OutboxRow row, String reason, Promise<Void> promise) {
        dead.bury(row.id(), Instant.now().toEpochMilli(), reason)
                .onSuccess(buried -> {
                    tally.buried(buried);
                    promise.complete();
                })
                .onFailure(failure -> {
                    if (stopped) {
                        promise.fail(failure);
                        return;
                    }
                    if (burialComplaint.count(1, System.nanoTime()) > 0) {
                        LOG.error("a dead letter cannot be stored; trying again", failure);
                    }
                    vertx.setTimer(retry.toMillis(), timer -> bury(row, reason, promise));
                });
    }

    private void tryAgainSoon() {
        if (!retrying && !stopped) {
            retrying = true;
            vertx.setTimer(retry.toMillis(), timer -> {
                retrying = false;
                if (!stopped) {
                    remove(List.copyOf(delivered));
                }
            });
        }
    }

    private void complain(Throwable failure) {
        // A last answer may come when the store is closed; its row goes again after the next start.
        if (!stopped && removalComplaint.count(1, System.nanoTime()) > 0) {
            LOG.atError()
                    .addKeyValue("results", delivered.size())
                    .addKeyValue("reason", failure.getMessage())
                    .log("delivered results cannot be removed from the outbox; trying again");
        }
    }
}
