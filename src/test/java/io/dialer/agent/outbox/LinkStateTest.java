package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkStateTest {
    private static final long NOW = 1_000_000_000_000L;
    private static final int WINDOW = 6;

    private final LinkState link = new LinkState(Pauses.USUAL, new Random(1), NOW);

    @ParameterizedTest
    @ValueSource(longs = {NOW, 0, -NOW, Long.MIN_VALUE + 5, Long.MAX_VALUE - 5})
    void allowsTheWholeWindowAtFirstWhateverTheClockCountsFrom(long now) {
        assertThat(new LinkState(Pauses.USUAL, new Random(1), now).allowed(WINDOW, now))
                .isEqualTo(WINDOW);
    }

    @Test
    void isDownAfterThreeFailuresInARowAndSaysSoOnce() {
        assertThat(link.failed(true, Duration.ZERO, NOW)).isFalse();
        assertThat(link.failed(true, Duration.ZERO, NOW)).isFalse();
        assertThat(link.allowed(WINDOW, NOW)).isEqualTo(WINDOW);
        assertThat(link.failed(true, Duration.ZERO, NOW)).isTrue();
        assertThat(link.failed(true, Duration.ZERO, NOW)).isFalse();
        assertThat(link.down()).isTrue();
    }

    @Test
    void triesOneAtATimeAtMostFiveSecondsApartWhileDown() {
        for (int failure = 0; failure < 50; failure++) {
            link.failed(true, Duration.ZERO, NOW);
        }
        assertThat(link.notBefore() - NOW).isBetween(0L, Duration.ofSeconds(5).toNanos());
        assertThat(link.allowed(WINDOW, NOW + Duration.ofSeconds(5).toNanos())).isEqualTo(1);
    }

    @Test
    void aSuccessBetweenFailuresKeepsItUp() {
        for (int failure = 0; failure < 20; failure++) {
            link.failed(true, Duration.ZERO, NOW);
            link.failed(true, Duration.ZERO, NOW);
            assertThat(link.succeeded()).isFalse();
        }
        assertThat(link.down()).isFalse();
        assertThat(link.successes()).isEqualTo(20);
    }

    @Test
    void aSuccessEndsThePauseAtOnce() {
        for (int failure = 0; failure < 10; failure++) {
            link.failed(true, Duration.ZERO, NOW);
        }
        assertThat(link.succeeded()).isTrue();
        assertThat(link.succeeded()).isFalse();
        assertThat(link.allowed(WINDOW, NOW)).isEqualTo(WINDOW);
    }

    @Test
    void waitsAsLongAsTheBackendAsksButAtMostFiveMinutes() {
        link.failed(true, Duration.ofSeconds(30), NOW);
        link.succeeded();
        assertThat(link.allowed(WINDOW, NOW + Duration.ofSeconds(29).toNanos())).isZero();
        assertThat(link.allowed(WINDOW, NOW + Duration.ofSeconds(30).toNanos())).isEqualTo(WINDOW);
        link.failed(true, Duration.ofDays(1), NOW);
        assertThat(link.notBefore() - NOW).isEqualTo(Duration.ofMinutes(5).toNanos());
    }

    @Test
    void asksBeforeItTriesAPostWhereNothingAnswered() {
        for (int failure = 0; failure < 3; failure++) {
            assertThat(link.wantsLook(NOW)).isFalse();
            link.failed(false, Duration.ZERO, NOW);
        }
        long later = NOW + Duration.ofSeconds(5).toNanos();
        assertThat(link.allowed(WINDOW, later)).as("posts without having asked").isZero();
        assertThat(link.wantsLook(later)).isTrue();
        assertThat(link.beginLook()).isEqualTo(Duration.ofSeconds(5));
        assertThat(link.wantsLook(later)).as("one question at a time").isFalse();

        link.looked(false, later);
        assertThat(link.allowed(WINDOW, later + Duration.ofSeconds(5).toNanos()))
                .isZero();
        assertThat(link.beginLook()).as("more time for a slow one").isEqualTo(Duration.ofSeconds(10));
        link.looked(true, later);
        assertThat(link.allowed(WINDOW, later + Duration.ofSeconds(5).toNanos()))
                .isEqualTo(1);
        assertThat(link.down()).as("an answer is no success yet").isTrue();
        assertThat(link.succeeded()).isTrue();
        assertThat(link.allowed(WINDOW, later)).isEqualTo(WINDOW);
    }

    @Test
    void triesAPostAtOnceWhereSomethingAnsweredThatItFailed() {
        for (int failure = 0; failure < 5; failure++) {
            link.failed(true, Duration.ZERO, NOW);
        }
        long later = NOW + Duration.ofSeconds(5).toNanos();
        assertThat(link.wantsLook(later)).isFalse();
        assertThat(link.allowed(WINDOW, later)).isEqualTo(1);
    }

    @Test
    void triesSlowlyWhileTheTokenIsRefusedAndSaysSoOnce() {
        assertThat(link.refusedUs(NOW)).isGreaterThan(NOW);
        link.refusedUs(NOW);
        assertThat(link.down()).as("a row or two may be to blame").isFalse();
        link.refusedUs(NOW);
        assertThat(link.unauthorized()).isTrue();
        assertThat(link.down()).isTrue();
        assertThat(link.notBefore() - NOW)
                .isBetween(
                        Duration.ofSeconds(30).toNanos(), Duration.ofSeconds(60).toNanos());
        assertThat(link.succeeded()).isTrue();
        assertThat(link.allowed(WINDOW, NOW)).isEqualTo(WINDOW);
    }
}
