package io.dialer.agent.outbox;

import java.util.concurrent.TimeUnit;

/** What happens again and again is said once a minute, with how often it happened. Pure; nanoseconds, monotonic. */
final class OncePerMinute {
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private boolean saidBefore;
    private long saidAt;
    private long unsaid;

    /** Counts; returns how many there were since it was last said, or 0 while it is too early to say it again. */
    long count(long times, long now) {
        unsaid += times;
        if (saidBefore && now - saidAt < PAUSE_NANOS) {
            return 0;
        }
        saidBefore = true;
        saidAt = now;
        long since = unsaid;
        unsaid = 0;
        return since;
    }
}
