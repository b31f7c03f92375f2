package io.dialer.agent.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Whether the backend takes results at all. After a few failures in a row without a success between them the fault is
 * the link's and not a row's: then one post at a time tries it, a few seconds apart, so that the agent is live again
 * soon after the backend is. Pure; moments are nanoseconds of the monotonic clock.
 */
final class LinkState {
    private static final int FAILURES_UNTIL_DOWN = 3;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    private final Pauses pauses;
    private final RandomGenerator random;
    private int failuresInRow;
    private long notBefore;
    /** What the backend itself asked for; a success of an earlier post does not end it. */
    private long askedNotBefore;

    private long successes;
    private int refusalsInRow;

    LinkState(Pauses pauses, RandomGenerator random, long now) {
        this.pauses = pauses;
        this.random = random;
        this.notBefore = now;
        this.askedNotBefore = now;
    }

    /** How many posts may be under way now. */
    int allowed(int window, long now) {
        if (notBefore - now > 0) {
            return 0;
        }
        return down() ? 1 : window;
    }

    boolean down() {
        return failuresInRow >= FAILURES_UNTIL_DOWN || unauthorized();
    }

    /** True where this ended a time of being down. */
    boolean succeeded() {
        boolean wasDown = down();
        failuresInRow = 0;
        refusalsInRow = 0;
        notBefore = askedNotBefore;
        successes++;
        return wasDown;
    }

    /** True where this began a time of being down. */
    boolean failed(Duration retryAfter, long now) {
        boolean wasDown = down();
        failuresInRow++;
        if (down()) {
            postpone(now + pauses.link().pauseNanos(failuresInRow - FAILURES_UNTIL_DOWN + 1, random));
        }
        Duration asked = retryAfter.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : retryAfter;
        if (asked.isPositive()) {
            askedNotBefore = now + asked.toNanos();
            postpone(askedNotBefore);
        }
        return !wasDown && down();
    }

    /**
     * The backend refused our right to post, or to post this result: only a few in a row without a success between them
     * mean the former. Returns when the row may be tried again.
     */
    long refusedUs(long now) {
        refusalsInRow++;
        long least = pauses.unauthorized().toNanos();
        long moment = now + least + random.nextLong(least + 1);
        if (unauthorized()) {
            postpone(moment);
        }
        return moment;
    }

    /** True while the backend refuses us and not a single result. */
    boolean unauthorized() {
        return refusalsInRow >= FAILURES_UNTIL_DOWN;
    }

    private void postpone(long moment) {
        notBefore = moment - notBefore > 0 ? moment : notBefore;
    }

    /** Results delivered since the start: tells whether others pass where one row fails. */
    long successes() {
        return successes;
    }

    /** When sending may go on. */
    long notBefore() {
        return notBefore;
    }
}
