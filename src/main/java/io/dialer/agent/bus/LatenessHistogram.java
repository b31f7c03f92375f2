package io.dialer.agent.bus;

import java.util.List;

/**
 * From due time to the probe's first statement, of all runs since the start.
 *
 * @param bounds the upper ends of all buckets but the last, in seconds, ascending; the last one has none
 * @param counts runs in each bucket, one more than bounds
 * @param sumSeconds of all runs
 */
public record LatenessHistogram(List<Double> bounds, List<Long> counts, double sumSeconds) {
    public LatenessHistogram {
        bounds = List.copyOf(bounds);
        counts = List.copyOf(counts);
    }
}
