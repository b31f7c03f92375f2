package io.dialer.agent.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Whether the backend takes results at all. After a few failures in a row without a success between them the fault is
 * the link's and not a row's: then one post at a time tries it, a few seconds apart, so that the agent is live again
 * soon after the backend is. Where nothing answered, a harmless question comes before each such post: a result that is
 * sent whole into silence could not be repeated often. Pure; moments are nanoseconds of the monotonic clock.
 */
final class LinkState {
    private static final int FAILURES_UNTIL_DOWN = 3;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);
    private static final int MOST_DOUBLINGS = 6;

    private final Pauses pauses;
    private final RandomGenerator random;
    private int failuresInRow;
    private long notBefore;
    /** What the backend itself asked for; a success of an earlier post does not end it. */
    private long askedNotBefore;

    private long successes;
    private int refusalsInRow;
    /** The last failure was silence, or no connection. */
    private boolean silent;

    private boolean looking;
    private int looksInVain;

    LinkState(Pauses pauses, RandomGenerator random, long now) {
        this.pauses = pauses;
        this.random = random;
        this.notBefore = now;
        this.askedNotBefore = now;
    }

    /** Whatever was found out is of another backend, or of another right there. */
    void otherBackend(long now) {
        failuresInRow = 0;
        refusalsInRow = 0;
        silent = false;
        looksInVain = 0;
        notBefore = now;
        askedNotBefore = now;
    }

    /** How many posts may be under way now. */
    int allowed(int window, long now) {
        if (notBefore - now > 0) {
            return 0;
        }
        return !down() ? window : silent ? 0 : 1;
    }

    boolean down() {
        return failuresInRow >= FAILURES_UNTIL_DOWN || unauthorized();
    }

    /** True where somebody should ask whether the backend answers at all. */
    boolean wantsLook(long now) {
        return down() && silent && !looking && notBefore - now <= 0;
    }

    /** Somebody asks; returns how long to wait for an answer. A slow backend gets more time each time. */
    Duration beginLook() {
        looking = true;
        return FIRST_LOOK.multipliedBy(1L << Math.min(looksInVain, MOST_DOUBLINGS));
    }

    /** What came of it: any answer means that a post may try. */
    void looked(boolean answered, long now) {
        looking = false;
        if (answered) {
            silent = false;
            looksInVain = 0;
        } else {
            looksInVain++;
            failuresInRow++;
            pause(now);
        }
    }

    /** True where this ended a time of being down. */
    boolean succeeded() {
        boolean wasDown = down();
        failuresInRow = 0;
        refusalsInRow = 0;
        silent = false;
        looksInVain = 0;
        notBefore = askedNotBefore;
        successes++;
        return wasDown;
    }

    /**
     * A post failed.
     *
     * @param answered whether anything answered it
     * @param retryAfter what the answer asked for
     * @return true where this began a time of being down
     */
    boolean failed(boolean answered, Duration retryAfter, long now) {
        boolean wasDown = down();
        failuresInRow++;
        silent = !answered;
        if (down()) {
            pause(now);
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
        silent = false;
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

    private void pause(long now) {
        postpone(now + pauses.link().pauseNanos(failuresInRow - FAILURES_UNTIL_DOWN + 1, random));
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
