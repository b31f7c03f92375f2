package io.dialer.agent.outbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads for the backlog lane what it wants from the store. Works on the outbox's event loop. */
final class BacklogReader {
    private static final Logger LOG = LoggerFactory.getLogger(BacklogReader.class);
    private static final int READ_AT_ONCE = 1_000;

    private final Vertx vertx;
    private final OutboxStore store;
    private final BacklogLane lane;
    private final Duration pauseAfterFailure;
    private final Runnable whenRead;
    private final OncePerMinute complaint = new OncePerMinute();

    /**
     * A reader.
     *
     * @param whenRead called after each reading
     */
    BacklogReader(Vertx vertx, OutboxStore store, BacklogLane lane, Duration pauseAfterFailure, Runnable whenRead) {
        this.vertx = vertx;
        this.store = store;
        this.lane = lane;
        this.pauseAfterFailure = pauseAfterFailure;
        this.whenRead = whenRead;
    }

    /**
     * Begins a reading where one is wanted; at most one is under way.
     *
     * @param ceiling the highest id that may be read
     */
    void read(long ceiling, long now) {
        lane.wanted(ceiling, now).ifPresent(reading -> {
            Future<List<OutboxRow>> rows = switch (reading) {
                case BacklogLane.Reading.Onward onward ->
                    store.scan(onward.afterId(), ceiling, READ_AT_ONCE)
                            .onSuccess(found -> lane.readOnward(found, READ_AT_ONCE, ceiling));
                case BacklogLane.Reading.CatchUp behind ->
                    store.scanTask(behind.taskId(), behind.fromId(), behind.upToId(), READ_AT_ONCE)
                            .onSuccess(found -> lane.readCatchUp(behind, found, READ_AT_ONCE));
            };
            rows.onSuccess(found -> whenRead.run()).onFailure(failure -> {
                complain(failure);
                vertx.setTimer(pauseAfterFailure.toMillis(), timer -> lane.readNothing());
            });
        });
    }

    /** The store cannot be read. */
    void complain(Throwable failure) {
        if (complaint.count(1, System.nanoTime()) > 0) {
            LOG.error("the outbox cannot be read; trying again", failure);
        }
    }
}
