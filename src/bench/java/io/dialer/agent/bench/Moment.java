package io.dialer.agent.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting. */
final class Moment {
    private static final long LOOK_EVERY_NANOS = 5_000_000;

    private Moment() {}

    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Lets time pass, which is what is measured. */
    static void pass(double seconds) throws InterruptedException {
        Thread.sleep(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    /**
     * Looks until a condition holds, and returns how long that took, in seconds.
     *
     * @throws IllegalStateException where it does not in time
     */
    static double until(String what, int seconds, Condition condition) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begun > seconds * 1_000_000_000L) {
                throw new IllegalStateException("not within " + seconds + " s: " + what);
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        return (System.nanoTime() - begun) / 1e9;
    }
}
