package io.dialer.agent.outbox;

import java.time.Duration;
import java.util.Optional;

/**
 * The two lanes and the choice between them: of four posts three are fresh and one is backlog while both have rows, and
 * what one lane does not use the other may. So the backend is live again at once after an outage, and catches up beside
 * it. Pure.
 */
final class Lanes {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final int RESULTS_IN_MEMORY = 2_000;
    private static final int BACKLOG_WINDOW = 1_000;
    private static final int TURNS = 4;

    final FreshLane fresh = new FreshLane(FRESH.toNanos(), RESULTS_IN_MEMORY);
    final BacklogLane backlog = new BacklogLane(BACKLOG_WINDOW);
    private int turn;

    /** A row and the lane it came from. */
    record Taken(OutboxRow row, boolean isFresh) {}

    /** The next row to send; it is in flight from now on. */
    Optional<Taken> take(long now) {
        boolean backlogsTurn = turn == TURNS - 1;
        Optional<Taken> taken = backlogsTurn
                ? takeBacklog().or(() -> takeFresh(now))
                : takeFresh(now).or(this::takeBacklog);
        if (taken.isPresent()) {
            turn = (turn + 1) % TURNS;
        }
        return taken;
    }

    /** The row has its final answer. */
    void finish(Taken taken) {
        if (taken.isFresh()) {
            fresh.finish(taken.row());
        } else {
            backlog.finish(taken.row());
        }
    }

    /** The row shall be sent again, not before a moment. */
    void hold(Taken taken, long until) {
        if (!taken.isFresh()) {
            backlog.hold(taken.row(), until);
        } else if (!fresh.hold(taken.row(), until)) {
            backlog.hold(taken.row(), until);
        }
    }

    /** As {@link #hold}, but the time is kept even when the backend is back; the backlog takes the row over. */
    void holdFirmly(Taken taken, long until) {
        if (taken.isFresh()) {
            fresh.finish(taken.row());
        }
        backlog.holdFirmly(taken.row(), until);
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

    private Optional<Taken> takeFresh(long now) {
        return fresh.take(now).map(row -> new Taken(row, true));
    }

    private Optional<Taken> takeBacklog() {
        return backlog.take().map(row -> new Taken(row, false));
    }
}
