package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ParcelSizeTest {
    private static final long NOW = Long.MAX_VALUE - 5;
    private static final long IN_FIVE_MINUTES = NOW + Duration.ofMinutes(5).toNanos();

    private final ParcelSize size = new ParcelSize();

    @Test
    void isOneUntilTheBackendAnnouncesBatches() {
        assertThat(size.rows(NOW)).isEqualTo(1);
        size.announced(true);
        assertThat(size.rows(NOW)).isEqualTo(ParcelSize.MOST_ROWS);
        size.announced(false);
        assertThat(size.rows(NOW)).isEqualTo(1);
    }

    @Test
    void isHalvedByABatchThatIsTooLargeAndGrowsWithThoseThatPass() {
        size.announced(true);
        size.tooLarge();
        size.tooLarge();
        assertThat(size.rows(NOW)).isEqualTo(50);
        assertThat(size.bytes()).isEqualTo(100_000);
        size.passed(10);
        assertThat(size.rows(NOW)).as("a small one proves nothing").isEqualTo(50);
        size.passed(50);
        assertThat(size.rows(NOW)).isEqualTo(55);
        for (int halving = 0; halving < 10; halving++) {
            size.tooLarge();
        }
        assertThat(size.rows(NOW)).isEqualTo(1);
        for (int batch = 0; batch < 100; batch++) {
            size.passed(200);
        }
        assertThat(size.rows(NOW)).isEqualTo(ParcelSize.MOST_ROWS);
    }

    @Test
    void isOneForFiveMinutesWhereNothingTakesBatches() {
        size.announced(true);
        size.pause(NOW);
        assertThat(size.rows(NOW)).isEqualTo(1);
        assertThat(size.rows(IN_FIVE_MINUTES - 1)).isEqualTo(1);
        assertThat(size.rows(IN_FIVE_MINUTES)).isEqualTo(ParcelSize.MOST_ROWS);
    }

    @Test
    void isWhatItWasOnceTheBackendIsBack() {
        size.announced(true);
        size.pause(NOW);
        size.backendIsBack();
        assertThat(size.rows(NOW)).isEqualTo(ParcelSize.MOST_ROWS);
    }

    @Test
    void isOneForAWhileAfterThreeRefusalsInARow() {
        size.announced(true);
        size.refused(NOW);
        size.refused(NOW);
        size.passed(20);
        size.refused(NOW);
        size.refused(NOW);
        assertThat(size.rows(NOW)).isEqualTo(ParcelSize.MOST_ROWS);
        size.refused(NOW);
        assertThat(size.rows(NOW)).isEqualTo(1);
    }

    @Test
    void repeatsAreKnownOnlyAsLongAsBatchesAreTaken() {
        assertThat(size.repeatsAreKnown()).isFalse();
        size.announced(true);
        assertThat(size.repeatsAreKnown()).isTrue();
        size.pause(NOW);
        size.backendIsBack();
        size.passed(1);
        assertThat(size.repeatsAreKnown()).as("it may be another backend").isFalse();
        size.passed(2);
        assertThat(size.repeatsAreKnown()).isTrue();
    }
}
