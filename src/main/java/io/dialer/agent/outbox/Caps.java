package io.dialer.agent.outbox;

import io.dialer.agent.config.OutboxConfig;
import io.vertx.core.Future;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the outbox within its limits by age, rows and bytes: the oldest results go first. On the outbox's event loop. */
final class Caps {
    private static final Logger LOG = LoggerFactory.getLogger(Caps.class);
    /** So that what is stored meanwhile does not wait long. */
    private static final int DROPPED_AT_ONCE = 10_000;

    private final OutboxStore store;
    private final OutboxDead dead;
    private final Tally tally;
    private final Sender sender;
    private final InstantSource clock;
    private OutboxConfig limits;
    private boolean looking;
    private boolean stopped;
    private @Nullable String lastReason;

    Caps(OutboxConfig limits, OutboxStore store, OutboxDead dead, Tally tally, Sender sender, InstantSource clock) {
        this.limits = limits;
        this.store = store;
        this.dead = dead;
        this.tally = tally;
        this.sender = sender;
        this.clock = clock;
    }

    /** From the next look on. */
    void limits(OutboxConfig changed) {
        limits = changed;
    }

    /** Looks no more: the store is about to close. */
    void stop() {
        stopped = true;
    }

    /** Drops what is too much; one look at a time, however slow the disk is. */
    void look() {
        if (looking || stopped) {
            return;
        }
        looking = true;
        byAge().compose(done -> byRows())
                .compose(done -> byBytes())
                .onSuccess(done -> lastReason = null)
                .onFailure(this::complain)
                .onComplete(done -> looking = false);
    }

    /** Once for each reason, not at each look. */
    private void complain(Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        if (!stopped && !reason.equals(lastReason)) {
            lastReason = reason;
            LOG.atError().addKeyValue("reason", reason).log("the outbox cannot be held within its limits");
        }
    }

    private Future<Void> byAge() {
        long before = clock.millis() - limits.maxAge().toMillis();
        return store.dropStartedBefore(before, DROPPED_AT_ONCE).compose(extent -> {
            dropped("max_age", extent);
            return extent.rows() < DROPPED_AT_ONCE || stopped ? Future.succeededFuture() : byAge();
        });
    }

    private Future<Void> byRows() {
        return dropOldest("max_rows", tally.waiting() - limits.maxRows());
    }

    private Future<Void> byBytes() {
        return store.ages().compose(ages -> {
            long letters = tally.dead();
            long rows = tally.waiting() + letters;
            if (ages.usedBytes() <= limits.maxBytes() || rows <= 0) {
                return Future.succeededFuture();
            }
            // Rows are of about one size: the share of bytes that is too much is the share of rows to go. Dead letters
            // go before what can still be delivered.
            double excess = 1 - (double) limits.maxBytes() / ages.usedBytes();
            long tooMany = Math.max(1, Math.round(rows * excess));
            return dropLetters(Math.min(tooMany, letters)).compose(done -> dropOldest("max_bytes", tooMany - letters));
        });
    }

    private Future<Void> dropLetters(long count) {
        if (count <= 0) {
            return Future.succeededFuture();
        }
        return dead.dropOldest(count).map(removed -> {
            tally.lettersDropped(removed);
            LOG.atWarn()
                    .addKeyValue("cap", "outbox.max_bytes")
                    .addKeyValue("dropped", removed)
                    .log("the oldest dead letters were dropped");
            return null;
        });
    }

    private Future<Void> dropOldest(String cap, long count) {
        if (count <= 0 || stopped) {
            return Future.succeededFuture();
        }
        return store.dropOldest(Math.min(count, DROPPED_AT_ONCE)).compose(extent -> {
            dropped(cap, extent);
            return extent.rows() == 0 ? Future.succeededFuture() : dropOldest(cap, count - extent.rows());
        });
    }

    private void dropped(String cap, OutboxStore.Extent extent) {
        if (extent.rows() == 0) {
            return;
        }
        tally.dropped(extent.rows());
        sender.removedUpTo(extent.lastId());
        LOG.atWarn()
                .addKeyValue("cap", "outbox." + cap)
                .addKeyValue("dropped", extent.rows())
                .log("the oldest results were dropped");
    }
}
