package io.dialer.agent.probe;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The moment by which a run, or one attempt of it, must have ended. Counted on the monotonic clock, so a jump of the
 * wall clock moves nothing. All moments are by {@link System#nanoTime()}.
 *
 * @param startedNanos when the time began to count; what a probe measures counts from the same moment, so that one that
 *     was cut off shows its whole timeout
 * @param atNanos the latest end
 */
public record Deadline(long startedNanos, long atNanos) {
    /** A deadline that lies the given time ahead. */
    public static Deadline in(Duration limit) {
        long now = System.nanoTime();
        return new Deadline(now, now + limit.toNanos());
    }

    /** A deadline that begins now and lies the given time ahead, but not after this one. */
    public Deadline within(Duration limit) {
        Deadline own = in(limit);
        return own.atNanos - atNanos < 0 ? own : new Deadline(own.startedNanos, atNanos);
    }

    /** Nanoseconds left; 0 when passed. */
    public long remainingNanos() {
        return Math.max(0, atNanos - System.nanoTime());
    }

    /** Time left; zero when passed. */
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /** True once the moment has come. */
    public boolean passed() {
        return remainingNanos() == 0;
    }

    /**
     * Waits on the calling worker until the future has completed.
     *
     * @throws TimeoutException when this deadline passes first; the future goes on, its owner must end it
     * @throws ExecutionException with the future's failure, unwrapped from {@link CompletionException}
     * @throws InterruptedException when the run is cut off from outside
     */
    public <T> T await(CompletableFuture<T> future) throws TimeoutException, ExecutionException, InterruptedException {
        return future.get(remainingNanos(), TimeUnit.NANOSECONDS);
    }
}
