package io.dialer.agent.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dialer.agent.bus.LatenessHistogram;
import org.junit.jupiter.api.Test;

class LatenessBucketsTest {
    private static final long MILLISECOND = 1_000_000;

    private final LatenessBuckets buckets = new LatenessBuckets();

    @Test
    void aRunCountsInTheFirstBucketThatHoldsIt() {
        buckets.add(-5);
        buckets.add(MILLISECOND);
        buckets.add(MILLISECOND + 1);
        buckets.add(61_000 * MILLISECOND);

        LatenessHistogram histogram = buckets.histogram();
        assertThat(histogram.counts()).hasSize(histogram.bounds().size() + 1);
        assertThat(histogram.counts().subList(0, 3)).containsExactly(2L, 1L, 0L);
        assertThat(histogram.counts().getLast()).isEqualTo(1);
        assertThat(histogram.sumSeconds()).isCloseTo(61.002, within(1e-6));
    }
}
