package io.dialer.agent.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.NullMarked;

/** Stands still until it is moved. */
@NullMarked
public final class MovableClock implements InstantSource {
    private volatile Instant now = Instant.now();

    @Override
    public Instant instant() {
        return now;
    }

    public void moveBy(Duration time) {
        now = now.plus(time);
    }
}
