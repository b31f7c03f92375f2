package io.dialer.agent.telemetry.metrics;

import io.prometheus.metrics.model.snapshots.Labels;

/**
 * One value of a metric.
 *
 * @param labels beside those that say whose it is
 */
public record Sample(ProbeMetric metric, Labels labels, double value) {
    static Sample of(ProbeMetric metric, double value) {
        return new Sample(metric, Labels.EMPTY, value);
    }

    static Sample of(ProbeMetric metric, boolean value) {
        return of(metric, value ? 1 : 0);
    }

    /** Of one phase. */
    static Sample ofPhase(ProbeMetric metric, String phase, double seconds) {
        return new Sample(metric, Labels.of("phase", phase), seconds);
    }

    /** One whose labels are what it says. */
    static Sample info(ProbeMetric metric, String... namesAndValues) {
        return new Sample(metric, Labels.of(namesAndValues), 1);
    }
}
