package io.dialer.agent.outbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Results younger than a minute, each task's in order and one at a time. A row that grows older leaves the lane; since
 * the backlog only reads below {@link #lowestId()}, it finds the row there. Pure; moments are nanoseconds of the
 * monotonic clock.
 */
final class FreshLane {
    private final long longestStayNanos;
    private final int bodiesKept;
    private final Map<String, Deque<Waiting>> byTask = new HashMap<>();
    /** Every row of the lane by id, so that the lowest id and the oldest rows are at hand. */
    private final NavigableMap<Long, Waiting> byId = new TreeMap<>();

    private final Set<String> ready = new LinkedHashSet<>();
    private final Map<String, Long> heldUntil = new HashMap<>();
    private final Set<Long> inFlight = new LinkedHashSet<>();

    private record Waiting(OutboxRow row, long since) {}

    /**
     * An empty lane.
     *
     * @param longestStayNanos a minute
     * @param bodiesKept from so many rows on, new ones are kept without their result, to save memory
     */
    FreshLane(long longestStayNanos, int bodiesKept) {
        this.longestStayNanos = longestStayNanos;
        this.bodiesKept = bodiesKept;
    }

    void add(OutboxRow row, long now) {
        OutboxRow kept = byId.size() < bodiesKept ? row : new OutboxRow(row.id(), row.taskId(), row.unanswered(), null);
        Waiting waiting = new Waiting(kept, now);
        byId.put(row.id(), waiting);
        Deque<Waiting> queue = byTask.computeIfAbsent(row.taskId(), unseen -> new ArrayDeque<>());
        queue.add(waiting);
        if (queue.size() == 1) {
            ready.add(row.taskId());
        }
    }

    /** The next row to send; it is in flight from now on. */
    Optional<OutboxRow> take(long now) {
        letOldOnesGo(now);
        for (String taskId : ready) {
            Long until = heldUntil.get(taskId);
            if (until == null || until - now <= 0) {
                heldUntil.remove(taskId);
                ready.remove(taskId);
                OutboxRow row = head(taskId).row();
                inFlight.add(row.id());
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /** The row has its final answer. */
    void finish(OutboxRow row) {
        inFlight.remove(row.id());
        remove(row);
    }

    /**
     * The row shall be sent again, not before a moment.
     *
     * @return false when it is too old by then: it has left the lane, and the backlog must take it over
     */
    boolean hold(OutboxRow row, long until) {
        inFlight.remove(row.id());
        Waiting waiting = byId.get(row.id());
        if (waiting == null || until - waiting.since() >= longestStayNanos) {
            remove(row);
            return false;
        }
        heldUntil.put(row.taskId(), until);
        ready.add(row.taskId());
        return true;
    }

    /** Nothing has to wait any more: the backend is back. */
    void release() {
        heldUntil.clear();
    }

    /** Forgets rows that were removed from the store. */
    void forgetUpTo(long id) {
        byId.headMap(id, true).values().stream()
                .map(Waiting::row)
                .filter(row -> !inFlight.contains(row.id()))
                .toList()
                .forEach(this::remove);
    }

    /** The lowest id in the lane; null where it is empty. */
    @Nullable
    Long lowestId() {
        return byId.isEmpty() ? null : byId.firstKey();
    }

    /** When the first held task may go on; null where none is held. */
    @Nullable
    Long nextRelease() {
        return heldUntil.values().stream().min(Long::compare).orElse(null);
    }

    int size() {
        return byId.size();
    }

    int inFlight() {
        return inFlight.size();
    }

    private void letOldOnesGo(long now) {
        while (!byId.isEmpty()) {
            Waiting oldest = byId.firstEntry().getValue();
            if (now - oldest.since() < longestStayNanos
                    || inFlight.contains(oldest.row().id())) {
                return;
            }
            remove(oldest.row());
        }
    }

    private void remove(OutboxRow row) {
        Waiting waiting = byId.remove(row.id());
        Deque<Waiting> queue = byTask.get(row.taskId());
        if (waiting == null || queue == null) {
            return;
        }
        queue.remove(waiting);
        if (queue.isEmpty()) {
            byTask.remove(row.taskId());
            ready.remove(row.taskId());
            heldUntil.remove(row.taskId());
        } else if (!inFlight.contains(head(row.taskId()).row().id())) {
            ready.add(row.taskId());
        }
    }

    private Waiting head(String taskId) {
        Deque<Waiting> queue = byTask.get(taskId);
        if (queue == null) {
            throw new IllegalStateException("task " + taskId + " has no row in this lane");
        }
        return queue.getFirst();
    }
}
