package io.dialer.agent.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The two lanes and the choice between them: of four posts three are fresh and one is backlog while both have rows, and
 * what one lane does not use the other may. So the backend is live again at once after an outage, and catches up beside
 * it. Pure.
 */
final class Lanes {
    static final Duration FRESH = Duration.ofMinutes(1);
    private static final long RESULTS_KEPT_BYTES = 2 << 20;
    private static final int BACKLOG_WINDOW = 4_000;
    private static final int TURNS = 4;

    final FreshLane fresh = new FreshLane(FRESH.toNanos(), RESULTS_KEPT_BYTES);
    final BacklogLane backlog = new BacklogLane(BACKLOG_WINDOW);
    private int turn;

    /** The next rows to send; they are in flight from now on. */
    Optional<Parcel> take(Parcel.Limit limit, long now) {
        boolean backlogsTurn = turn == TURNS - 1;
        Optional<Parcel> taken = backlogsTurn
                ? takeBacklog(limit).or(() -> takeFresh(limit, now))
                : takeFresh(limit, now).or(() -> takeBacklog(limit));
        if (taken.isPresent()) {
            turn = (turn + 1) % TURNS;
        }
        return taken;
    }

    /**
     * One row to try the backend with. A fresh one where there is any: it has not been sent before, so a post that is not
     * answered costs it less.
     */
    Optional<Parcel> takeOneToTry(long now) {
        return takeFresh(Parcel.Limit.ONE, now).or(() -> takeBacklog(Parcel.Limit.ONE));
    }

    /** The row has its final answer. */
    void finish(OutboxRow row, boolean isFresh) {
        if (isFresh) {
            fresh.finish(row);
        } else {
            backlog.finish(row);
        }
    }

    /** All of it may be sent again at once. */
    void giveBack(Parcel parcel) {
        for (OutboxRow row : parcel.rows()) {
            if (parcel.isFresh()) {
                fresh.giveBack(row);
            } else {
                backlog.giveBack(row);
            }
        }
    }

    /** The row shall be sent again, not before a moment. */
    void hold(OutboxRow row, boolean isFresh, long until) {
        if (!isFresh || !fresh.hold(row, until)) {
            backlog.hold(row, until);
        }
    }

    /** As {@link #hold}, but the time is kept even when the backend is back; the backlog takes the row over. */
    void holdFirmly(OutboxRow row, boolean isFresh, long until) {
        if (isFresh) {
            fresh.finish(row);
        }
        backlog.holdFirmly(row, until);
    }

    /** Nothing that is not held firmly has to wait any more: the backend is back. */
    void release(long now) {
        fresh.release();
        backlog.release(now);
    }

    void forgetUpTo(long id) {
        fresh.forgetUpTo(id);
        backlog.forgetUpTo(id);
    }

    /** Rows in flight. */
    int inFlight() {
        return fresh.inFlight() + backlog.inFlight();
    }

    /**
     * The highest id that the backlog may read.
     *
     * @param lastStoredId the highest id that is known to be committed
     */
    long backlogCeiling(long lastStoredId) {
        Long lowestFresh = fresh.lowestId();
        return lowestFresh == null ? lastStoredId : lowestFresh - 1;
    }

    private Optional<Parcel> takeFresh(Parcel.Limit limit, long now) {
        return parcel(fresh.take(limit, now), true);
    }

    private Optional<Parcel> takeBacklog(Parcel.Limit limit) {
        return parcel(backlog.take(limit), false);
    }

    private static Optional<Parcel> parcel(List<OutboxRow> rows, boolean isFresh) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(new Parcel(rows, isFresh));
    }
}
