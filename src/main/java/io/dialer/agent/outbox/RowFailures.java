package io.dialer.agent.outbox;

import java.util.NavigableMap;
import java.util.TreeMap;

/** What went wrong with rows that are still wanted: at most one per task and lane. Pure. */
final class RowFailures {
    /** Server errors while others pass, after which a row itself is taken for the reason. */
    private static final int MOST_SERVER_ERRORS = 10;

    private final NavigableMap<Long, Count> byRow = new TreeMap<>();

    private record Count(int attempts, int serverErrorsWhileOthersPass, long successesAtLast) {}

    /**
     * A failure of a row.
     *
     * @param attempts failures so far, this one included
     * @param othersPass whether others have passed since the one before it: then it says nothing about the backend
     */
    record Failure(int attempts, boolean othersPass) {}

    /**
     * Notes a failure.
     *
     * @param successes of all rows so far: a later failure counts against the row only if they have grown since
     */
    Failure failed(long rowId, boolean serverError, long successes) {
        Count before = byRow.get(rowId);
        boolean othersPass = before != null && successes > before.successesAtLast();
        boolean counts = serverError && (before == null || othersPass);
        int errors = before == null ? 0 : before.serverErrorsWhileOthersPass();
        Count now = new Count(before == null ? 1 : before.attempts() + 1, errors + (counts ? 1 : 0), successes);
        byRow.put(rowId, now);
        return new Failure(now.attempts(), othersPass);
    }

    boolean isPoison(long rowId) {
        Count count = byRow.get(rowId);
        return count != null && count.serverErrorsWhileOthersPass() >= MOST_SERVER_ERRORS;
    }

    void forget(long rowId) {
        byRow.remove(rowId);
    }

    /** Forgets rows that were removed from the store. */
    void forgetUpTo(long id) {
        byRow.headMap(id, true).clear();
    }
}
