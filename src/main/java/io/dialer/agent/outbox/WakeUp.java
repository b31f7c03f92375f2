package io.dialer.agent.outbox;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** One timer that comes back at the earliest of the moments it was asked for. Used on the outbox's event loop. */
final class WakeUp {
    private static final long NONE = -1;

    private final Vertx vertx;
    private final Runnable task;
    private long timer = NONE;
    private long at;

    WakeUp(Vertx vertx, Runnable task) {
        this.vertx = vertx;
        this.task = task;
    }

    /** Moments are nanoseconds of the monotonic clock. */
    void notLaterThan(long moment, long now) {
        if (timer != NONE && at - moment <= 0) {
            return;
        }
        vertx.cancelTimer(timer);
        at = moment;
        long delayMs = Math.ceilDiv(moment - now, TimeUnit.MILLISECONDS.toNanos(1));
        timer = vertx.setTimer(Math.max(1, delayMs), fired -> {
            timer = NONE;
            task.run();
        });
    }
}
