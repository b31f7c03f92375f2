package io.dialer.agent.outbox;

import java.util.List;
import java.util.Set;

/**
 * Rows of one lane that go in one post, those of a task in their order.
 *
 * @param rows at least one
 * @param isFresh the lane they came from
 */
record Parcel(List<OutboxRow> rows, boolean isFresh) {
    Parcel {
        rows = List.copyOf(rows);
    }

    boolean isSingle() {
        return rows.size() == 1;
    }

    OutboxRow first() {
        return rows.getFirst();
    }

    /**
     * How much one may hold.
     *
     * @param rows at most
     * @param bytes of their stored forms, at most; one row may always go, whatever its size
     * @param alone rows that share a parcel with no other
     */
    record Limit(int rows, long bytes, Set<Long> alone) {
        static final Limit ONE = new Limit(1, Long.MAX_VALUE, Set.of());
    }
}
