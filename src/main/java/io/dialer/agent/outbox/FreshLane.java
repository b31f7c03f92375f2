package io.dialer.agent.outbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Results younger than a minute, each task's in order. A row that grows older leaves the lane; since the backlog only
 * reads below {@link #lowestId()}, it finds the row there. Pure; moments are nanoseconds of the monotonic clock.
 */
final class FreshLane {
    /** After an outage there are up to a minute's rows of each task; parcels of few tasks leave the others to the next. */
    private static final int IN_A_ROW = 16;

    private final long longestStayNanos;
    private final long keptBytes;
    private final TaskQueues queues = new TaskQueues(IN_A_ROW);
    /** Every row of the lane by id, those in flight as well. */
    private final NavigableMap<Long, Present> present = new TreeMap<>();

    private final Map<String, Long> heldUntil = new HashMap<>();
    private long bytes;

    private record Present(OutboxRow row, long since, boolean flying) {
        Present flying(boolean now) {
            return new Present(row, since, now);
        }
    }

    /**
     * An empty lane.
     *
     * @param longestStayNanos a minute
     * @param keptBytes from so many on, new rows are kept without their result, to save memory
     */
    FreshLane(long longestStayNanos, long keptBytes) {
        this.longestStayNanos = longestStayNanos;
        this.keptBytes = keptBytes;
    }

    /**
     * A row with a higher id than all before it.
     *
     * @param since when it was stored
     */
    void add(OutboxRow row, long since) {
        OutboxRow kept = row.result() == null || bytes + row.bytes() <= keptBytes ? row : row.withoutResult();
        bytes += kept.result() == null ? 0 : kept.bytes();
        present.put(row.id(), new Present(kept, since, false));
        queues.add(kept);
    }

    /** The oldest rows that may be sent; they are in flight from now on. */
    List<OutboxRow> take(Parcel.Limit limit, long now) {
        letOldOnesGo(now);
        releaseWhoseTimeHasCome(now);
        List<OutboxRow> taken = queues.take(limit);
        taken.forEach(row -> present.computeIfPresent(row.id(), (id, there) -> there.flying(true)));
        return taken;
    }

    /** The row has its final answer, or somebody else looks after it now. */
    void finish(OutboxRow row) {
        forget(row.id());
        queues.finish(row);
    }

    /** The row may be sent again at once. */
    void giveBack(OutboxRow row) {
        present.computeIfPresent(row.id(), (id, there) -> there.flying(false));
        queues.giveBack(row);
    }

    /**
     * The row shall be sent again, not before a moment.
     *
     * @return false when it is too old by then: it has left the lane, and the backlog must take it over
     */
    boolean hold(OutboxRow row, long until) {
        Present there = present.get(row.id());
        if (there == null || until - there.since() >= longestStayNanos) {
            finish(row);
            return false;
        }
        heldUntil.merge(row.taskId(), until, (one, other) -> one - other > 0 ? one : other);
        queues.hold(row.taskId());
        giveBack(row);
        return true;
    }

    /** Nothing has to wait any more: the backend is back. */
    void release() {
        heldUntil.keySet().forEach(queues::release);
        heldUntil.clear();
    }

    /** Forgets rows that were removed from the store. */
    void forgetUpTo(long id) {
        List.copyOf(present.headMap(id, true).values()).stream()
                .filter(there -> !there.flying())
                .forEach(this::leave);
    }

    /** The lowest id in the lane; null where it is empty. */
    @Nullable
    Long lowestId() {
        return present.isEmpty() ? null : present.firstKey();
    }

    /** When the first held task may go on; null where none is held. */
    @Nullable
    Long nextRelease() {
        return heldUntil.values().stream()
                .min((one, other) -> Long.signum(one - other))
                .orElse(null);
    }

    boolean hasReady() {
        return queues.hasReady();
    }

    int size() {
        return present.size();
    }

    int inFlight() {
        return queues.inFlight();
    }

    /** Rows that have grown too old leave; the backlog finds them. */
    void letOldOnesGo(long now) {
        while (!present.isEmpty()) {
            Present oldest = present.firstEntry().getValue();
            if (now - oldest.since() < longestStayNanos || oldest.flying()) {
                return;
            }
            leave(oldest);
        }
    }

    private void leave(Present there) {
        forget(there.row().id());
        queues.remove(there.row());
        if (queues.isEmpty(there.row().taskId()) && heldUntil.remove(there.row().taskId()) != null) {
            queues.release(there.row().taskId());
        }
    }

    private void forget(long id) {
        Present gone = present.remove(id);
        if (gone != null && gone.row().result() != null) {
            bytes -= gone.row().bytes();
        }
    }

    private void releaseWhoseTimeHasCome(long now) {
        heldUntil.entrySet().removeIf(entry -> {
            boolean due = entry.getValue() - now <= 0;
            if (due) {
                queues.release(entry.getKey());
            }
            return due;
        });
    }
}
