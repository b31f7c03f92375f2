package io.dialer.agent.telemetry.metrics;

import io.dialer.agent.bus.LatenessHistogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The lateness of runs, which the scheduler counts itself. */
record LatenessCollector(Supplier<AgentFigures> figures) implements Collector {
    @Override
    public MetricSnapshot collect() {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                .name("dialer_lateness_seconds")
                .help("From the time a run was due to the probe's first statement.");
        LatenessHistogram lateness = figures.get().lateness();
        if (lateness != null) {
            List<Double> bounds = new ArrayList<>(lateness.bounds());
            bounds.add(Double.POSITIVE_INFINITY);
            histogram.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, lateness.counts()))
                    .sum(lateness.sumSeconds())
                    .build());
        }
        return histogram.build();
    }
}
