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
     * Notes a failure and returns how many there were.
     *
     * @param successes of all rows so far: a later failure counts against the row only if they have grown since
     */
    int failed(long rowId, boolean serverError, long successes) {
        Count before = byRow.get(rowId);
        boolean counts = before == null || successes > before.successesAtLast();
        int errors = before == null ? 0 : before.serverErrorsWhileOthersPass();
        Count now = new Count(
                before == null ? 1 : before.attempts() + 1, errors + (serverError && counts ? 1 : 0), successes);
        byRow.put(rowId, now);
        return now.attempts();
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
