package io.dialer.agent.outbox;

import java.util.HashMap;
import java.util.Map;

/** What went wrong with rows that are still wanted: at most one per task and lane. Pure. */
final class RowFailures {
    /** Server errors while others pass, after which a row itself is taken for the reason. */
    private static final int MOST_SERVER_ERRORS = 10;

    private final Map<Long, Count> byRow = new HashMap<>();

    private record Count(int attempts, int serverErrorsWhileOthersPass, long successesAtLast) {}

    /** Notes a failure and returns how many there were. */
    int failed(long rowId, boolean serverError, long successes) {
        Count before = byRow.getOrDefault(rowId, new Count(0, 0, Long.MAX_VALUE));
        boolean othersPassed = successes > before.successesAtLast();
        Count now = new Count(
                before.attempts() + 1,
                before.serverErrorsWhileOthersPass() + (serverError && othersPassed ? 1 : 0),
                successes);
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
}
