package io.dialer.agent.store;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The wall clock as it was read once, and the monotonic time since. By it what is kept grows old: a wall clock that is
 * set right, or wrong, a day ahead must not make anything a day older.
 */
public final class SteadyClock implements InstantSource {
    private final Instant readAt = Instant.now();
    private final long since = System.nanoTime();

    @Override
    public Instant instant() {
        return readAt.plusNanos(System.nanoTime() - since);
    }
}
