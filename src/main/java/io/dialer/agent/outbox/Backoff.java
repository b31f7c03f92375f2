package io.dialer.agent.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: a time drawn evenly from zero to a bound that doubles with each failure.
 *
 * @param first the bound after the first failure
 * @param most where the bound stops growing
 */
record Backoff(Duration first, Duration most) {
    private static final int MOST_DOUBLINGS = 30;

    /**
     * The pause before the next attempt, in nanoseconds.
     *
     * @param failures so far, at least 1
     */
    long pauseNanos(int failures, RandomGenerator random) {
        long bound = first.toNanos() << Math.min(Math.max(0, failures - 1), MOST_DOUBLINGS);
        if (bound <= 0 || bound > most.toNanos()) {
            bound = most.toNanos();
        }
        return random.nextLong(bound + 1);
    }
}
