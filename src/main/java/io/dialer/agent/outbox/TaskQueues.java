package io.dialer.agent.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows that wait, each task's in order. Rows of a task are taken together or not at all: while some are in flight its
 * others wait. Across tasks the oldest goes first, with some that follow it in its task. Pure.
 */
final class TaskQueues {
    private final Map<String, NavigableMap<Long, OutboxRow>> byTask = new HashMap<>();
    /** The first row of each task that may be taken from, and the same by task. */
    private final NavigableMap<Long, String> ready = new TreeMap<>();

    private final Map<String, Long> readyId = new HashMap<>();
    private final Set<Long> inFlight = new HashSet<>();
    /** How many of a task's rows are in flight. */
    private final Map<String, Integer> flying = new HashMap<>();

    private final Set<String> held = new HashSet<>();
    private final int inARow;
    private int waiting;

    /**
     * Empty ones.
     *
     * @param inARow how many rows of a task are taken before the next task's; with one, the oldest of all goes first, and a
     *     parcel keeps many tasks busy
     */
    TaskQueues(int inARow) {
        this.inARow = inARow;
    }

    void add(OutboxRow row) {
        if (byTask.computeIfAbsent(row.taskId(), unseen -> new TreeMap<>()).put(row.id(), row) == null) {
            waiting++;
        }
        refresh(row.taskId());
    }

    /** The oldest rows that may go, as many as the limit allows; they are in flight from now on. */
    List<OutboxRow> take(Parcel.Limit limit) {
        List<OutboxRow> taken = new ArrayList<>();
        // Tasks of which a row is taken: their next ones may go with it, and with nothing else.
        NavigableMap<Long, String> following = new TreeMap<>();
        long bytes = 0;
        int run = 0;
        while (taken.size() < limit.rows()) {
            OutboxRow next = run > 0 && run < inARow ? first(taken.getLast().taskId()) : null;
            OutboxRow row = next != null ? next : oldest(following);
            if (row == null || (!taken.isEmpty() && !fits(row, bytes, limit))) {
                break;
            }
            run = next != null ? run + 1 : 1;
            bytes += row.bytes();
            following.remove(row.id());
            take(row);
            taken.add(row);
            OutboxRow after = first(row.taskId());
            if (after != null) {
                following.put(after.id(), after.taskId());
            }
            if (limit.alone().contains(row.id())) {
                break;
            }
        }
        return taken;
    }

    /** A row in flight is done with; nothing happens where it is not in flight here. */
    void finish(OutboxRow row) {
        if (inFlight.remove(row.id())) {
            flying.computeIfPresent(row.taskId(), (task, count) -> count == 1 ? null : count - 1);
        }
        refresh(row.taskId());
    }

    /** A row in flight waits again, at its place. */
    void giveBack(OutboxRow row) {
        finish(row);
        add(row);
    }

    /** A row that waits is gone. */
    void remove(OutboxRow row) {
        NavigableMap<Long, OutboxRow> rows = byTask.get(row.taskId());
        if (rows != null && rows.remove(row.id()) != null) {
            waiting--;
            if (rows.isEmpty()) {
                byTask.remove(row.taskId());
            }
        }
        refresh(row.taskId());
    }

    /** Takes all waiting rows of a task out; returns the lowest of their ids, or another where there are none. */
    long removeTask(String taskId, long otherwise) {
        NavigableMap<Long, OutboxRow> rows = byTask.remove(taskId);
        if (rows != null) {
            waiting -= rows.size();
        }
        refresh(taskId);
        return rows == null ? otherwise : rows.firstKey();
    }

    /** Nothing of a task is taken until it is released. */
    void hold(String taskId) {
        held.add(taskId);
        refresh(taskId);
    }

    void release(String taskId) {
        held.remove(taskId);
        refresh(taskId);
    }

    /** Rows up to an id that wait. */
    List<OutboxRow> upTo(long id) {
        return byTask.values().stream()
                .flatMap(rows -> rows.headMap(id, true).values().stream())
                .toList();
    }

    boolean isEmpty(String taskId) {
        return !byTask.containsKey(taskId) && !flying.containsKey(taskId);
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    int waiting() {
        return waiting;
    }

    int inFlight() {
        return inFlight.size();
    }

    private void take(OutboxRow row) {
        flying.merge(row.taskId(), 1, Integer::sum);
        inFlight.add(row.id());
        remove(row);
    }

    private @Nullable OutboxRow oldest(NavigableMap<Long, String> following) {
        Map.Entry<Long, String> other = ready.firstEntry();
        Map.Entry<Long, String> own = following.firstEntry();
        if (other == null && own == null) {
            return null;
        }
        boolean ownFirst = other == null || (own != null && own.getKey() < other.getKey());
        return first(
                ownFirst
                        ? Objects.requireNonNull(own).getValue()
                        : Objects.requireNonNull(other).getValue());
    }

    private static boolean fits(OutboxRow row, long bytes, Parcel.Limit limit) {
        return bytes + row.bytes() <= limit.bytes() && !limit.alone().contains(row.id());
    }

    private @Nullable OutboxRow first(String taskId) {
        NavigableMap<Long, OutboxRow> rows = byTask.get(taskId);
        return rows == null ? null : Objects.requireNonNull(rows.firstEntry()).getValue();
    }

    private void refresh(String taskId) {
        OutboxRow first = flying.containsKey(taskId) || held.contains(taskId) ? null : first(taskId);
        Long now = first == null ? null : Long.valueOf(first.id());
        Long before = readyId.get(taskId);
        if (Objects.equals(before, now)) {
            return;
        }
        if (before != null) {
            ready.remove(before);
        }
        if (now == null) {
            readyId.remove(taskId);
        } else {
            ready.put(now, taskId);
            readyId.put(taskId, now);
        }
    }
}
