package io.dialer.agent.probe;

import java.time.Duration;

/**
 * How often an attempt that was no success is repeated.
 *
 * @param retries attempts after the first
 * @param interval the pause before each of them
 */
public record RetryPolicy(int retries, Duration interval) {
    /** One attempt and no more. */
    public static final RetryPolicy NONE = new RetryPolicy(0, Duration.ZERO);

    static RetryPolicy from(Options options) {
        return new RetryPolicy(options.integer("retries", 0, 0, 100), options.seconds("retry_interval", 1, 0, 3600));
    }

    /** How long a run may take whose attempts take so long, but never longer than the limit. */
    Duration limit(Duration timeoutPerAttempt, Duration longest) {
        Duration all = timeoutPerAttempt.plus(interval).multipliedBy(retries + 1L);
        return all.compareTo(longest) < 0 ? all : longest;
    }
}
