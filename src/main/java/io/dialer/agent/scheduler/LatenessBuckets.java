package io.dialer.agent.scheduler;

import io.dialer.agent.bus.LatenessHistogram;
import java.util.Arrays;
import java.util.List;

/** Counts the lateness of all runs since the start, for whoever computes quantiles over any time. Not thread-safe. */
final class LatenessBuckets {
    /** Seconds. What the agent promises is in the first ones; a pool that is too small shows in the last ones. */
    private static final List<Double> BOUNDS =
            List.of(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0);

    private final long[] counts = new long[BOUNDS.size() + 1];
    private double sumSeconds;

    void add(long latenessNanos) {
        double seconds = Math.max(0, latenessNanos) / 1e9;
        sumSeconds += seconds;
        int bucket = 0;
        while (bucket < BOUNDS.size() && seconds > BOUNDS.get(bucket)) {
            bucket++;
        }
        counts[bucket]++;
    }

    LatenessHistogram histogram() {
        return new LatenessHistogram(BOUNDS, Arrays.stream(counts).boxed().toList(), sumSeconds);
    }
}
