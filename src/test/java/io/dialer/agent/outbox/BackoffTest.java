package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(60));
    private static final long SEED = 4_711;

    @ParameterizedTest
    @CsvSource({"1, 500", "2, 1000", "3, 2000", "7, 32000", "8, 60000", "9, 60000", "64, 60000", "1000000, 60000"})
    void drawsFromZeroToABoundThatDoubles(int failures, long boundMs) {
        Random random = new Random(SEED);
        long bound = Duration.ofMillis(boundMs).toNanos();
        long longest = 0;
        long shortest = Long.MAX_VALUE;
        for (int draw = 0; draw < 2_000; draw++) {
            long pause = BACKOFF.pauseNanos(failures, random);
            longest = Math.max(longest, pause);
            shortest = Math.min(shortest, pause);
        }
        assertThat(longest).as("seed %d", SEED).isBetween(bound * 95 / 100, bound);
        assertThat(shortest).as("seed %d", SEED).isBetween(0L, bound / 20);
    }

    @Test
    void neverWaitsLongerThanItsMostEvenWhereTheFirstIsLonger() {
        Backoff odd = new Backoff(Duration.ofHours(1), Duration.ofSeconds(1));
        assertThat(odd.pauseNanos(1, new Random(SEED))).isBetween(0L, 1_000_000_000L);
    }
}
