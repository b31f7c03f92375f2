package io.dialer.agent.bus;

import io.dialer.agent.probe.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Asks for past results.
 *
 * @param taskId of one task; null: of all
 * @param outcome of one kind; null: of every kind
 * @param fromMillis started then or later, epoch milliseconds
 * @param toMillis started before
 * @param before only what was kept before an entry with this number, for the next page
 * @param after only what was kept after an entry with this number; -1: all
 * @param limit how many at most; with {@code after} not negative the oldest of them, else the newest
 */
public record HistoryQuery(
        @Nullable String taskId,
        @Nullable Outcome outcome,
        long fromMillis,
        long toMillis,
        long before,
        long after,
        int limit) {
    /** A page of past results. */
    public HistoryQuery(
            @Nullable String taskId,
            @Nullable Outcome outcome,
            long fromMillis,
            long toMillis,
            long before,
            int limit) {
        this(taskId, outcome, fromMillis, toMillis, before, -1, limit);
    }

    /** What was kept after an entry, the oldest first to be asked for, for whoever has seen it. */
    public static HistoryQuery since(long number, @Nullable String taskId, @Nullable Outcome outcome, int limit) {
        return new HistoryQuery(taskId, outcome, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, number, limit);
    }

    /** The newest results of a task, or of all tasks. */
    public static HistoryQuery newest(@Nullable String taskId, int limit) {
        return new HistoryQuery(taskId, null, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, limit);
    }
}
