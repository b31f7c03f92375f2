package io.dialer.agent.outbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stored rows that are not fresh, oldest first, each task's in order. Holds a window of them in memory, without their
 * results: a cursor moves through the store, so a million waiting rows cost no more than a thousand. A task whose row must
 * wait falls behind the cursor; when its time has come its rows are read on their own until it has caught up. Pure;
 * moments are nanoseconds of the monotonic clock.
 */
final class BacklogLane {
    /** Rows to read next. */
    sealed interface Reading {
        /** The next rows of all tasks, after an id. */
        record Onward(long afterId) implements Reading {}

        /** Rows of a task that has fallen behind, from an id up to the cursor. */
        record CatchUp(String taskId, long fromId, long upToId) implements Reading {}
    }

    private final int window;
    private final TaskQueues queues = new TaskQueues(1);
    private final Map<String, Behind> behind = new HashMap<>();
    private long cursor;
    private boolean reading;
    /** What a catch-up under way was asked for; when the task was held again meanwhile, its rows come too early. */
    private @Nullable Behind catchingUp;

    /** A task whose rows from an id up to the cursor are not loaded, and not wanted before a moment. */
    private record Behind(long fromId, long until, boolean firm) {
        Behind and(Behind other) {
            return new Behind(
                    Math.min(fromId, other.fromId), until - other.until > 0 ? until : other.until, firm || other.firm);
        }

        Behind released(long now) {
            return firm || until - now <= 0 ? this : new Behind(fromId, now, false);
        }

        /** The rest of what it stood for; the wait is over. */
        Behind from(long id) {
            return new Behind(id, until, false);
        }
    }

    BacklogLane(int window) {
        this.window = window;
    }

    /** The oldest rows to send; they are in flight from now on. */
    List<OutboxRow> take(Parcel.Limit limit) {
        return queues.take(limit);
    }

    /** The row has its final answer; the task's next one may go. */
    void finish(OutboxRow row) {
        queues.finish(row);
    }

    /** The row may be sent again at once. */
    void giveBack(OutboxRow row) {
        if (behind.containsKey(row.taskId())) {
            // Another row of its parcel must wait, and this one may not overtake it.
            hold(row, behind.get(row.taskId()).until());
        } else {
            queues.giveBack(row);
        }
    }

    /**
     * The row shall be sent again, not before a moment; the task's others wait behind it. It may also be one that the
     * fresh lane gave up.
     */
    void hold(OutboxRow row, long until) {
        fallBehind(row, until, false);
    }

    /** As {@link #hold}, but {@link #release} does not shorten it. */
    void holdFirmly(OutboxRow row, long until) {
        fallBehind(row, until, true);
    }

    /** Nothing that is not held firmly has to wait any more: the backend is back. */
    void release(long now) {
        behind.replaceAll((taskId, waiting) -> waiting.released(now));
    }

    /** Forgets rows that were removed from the store. */
    void forgetUpTo(long id) {
        queues.upTo(id).forEach(queues::remove);
        cursor = Math.max(cursor, id);
    }

    /**
     * What to read now; at most one reading is under way.
     *
     * @param ceiling the highest id that may be read; higher ones are fresh
     */
    Optional<Reading> wanted(long ceiling, long now) {
        if (reading || queues.waiting() >= window / 2) {
            return Optional.empty();
        }
        for (Map.Entry<String, Behind> entry : behind.entrySet()) {
            Behind waiting = entry.getValue();
            if (waiting.until() - now <= 0 && queues.isEmpty(entry.getKey())) {
                reading = true;
                catchingUp = waiting;
                return Optional.of(new Reading.CatchUp(entry.getKey(), waiting.fromId(), cursor));
            }
        }
        if (cursor < ceiling) {
            reading = true;
            return Optional.of(new Reading.Onward(cursor));
        }
        return Optional.empty();
    }

    /** Rows that an onward reading found; fewer than the limit means that everything up to the ceiling was read. */
    void readOnward(List<OutboxRow> rows, int limit, long ceiling) {
        reading = false;
        for (OutboxRow row : rows) {
            // A row of a task that is behind is found again when that task catches up.
            if (!behind.containsKey(row.taskId())) {
                queues.add(row);
            }
        }
        cursor =
                rows.size() < limit ? Math.max(cursor, ceiling) : rows.getLast().id();
    }

    /** Rows of a task that was behind; fewer than the limit means that it has caught up. */
    void readCatchUp(Reading.CatchUp asked, List<OutboxRow> rows, int limit) {
        reading = false;
        Behind waiting = behind.get(asked.taskId());
        if (waiting == null || !waiting.equals(catchingUp)) {
            return;
        }
        if (rows.size() >= limit) {
            behind.put(asked.taskId(), waiting.from(rows.getLast().id() + 1));
        } else if (asked.upToId() >= cursor) {
            behind.remove(asked.taskId());
        } else {
            behind.put(asked.taskId(), waiting.from(Math.max(asked.fromId(), asked.upToId() + 1)));
        }
        rows.forEach(queues::add);
    }

    /** A reading failed; it is asked for again. */
    void readNothing() {
        reading = false;
    }

    boolean hasReady() {
        return queues.hasReady();
    }

    int inFlight() {
        return queues.inFlight();
    }

    private void fallBehind(OutboxRow row, long until, boolean firm) {
        queues.finish(row);
        // The cursor passes by the task's rows from now on, so the first it has not reached yet counts as well.
        long first = Math.min(row.id(), cursor + 1);
        Behind given = new Behind(Math.min(first, queues.removeTask(row.taskId(), first)), until, firm);
        behind.merge(row.taskId(), given, Behind::and);
    }
}
