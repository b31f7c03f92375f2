package io.dialer.agent.telemetry.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Samples of many results, each metric with all its values, as Prometheus wants them. Not thread-safe. */
public final class Families {
    /** The content type of {@link #text()}. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final String INFO = "_info";

    private record Point(Labels labels, double value) {}

    private final Map<ProbeMetric, List<Point>> points = new EnumMap<>(ProbeMetric.class);

    /**
     * Adds the samples of one result.
     *
     * @param whose labels that all of them get
     */
    public void add(List<Sample> samples, Labels whose) {
        for (Sample sample : samples) {
            points.computeIfAbsent(sample.metric(), first -> new ArrayList<>())
                    .add(new Point(merged(whose, sample.labels()), sample.value()));
        }
    }

    /** Whose it is counts more than a label of the same name, which a dialog may have brought. */
    private static Labels merged(Labels whose, Labels own) {
        Labels merged = whose;
        for (Label label : own) {
            if (!whose.contains(label.getName())) {
                merged = merged.merge(Labels.of(label.getName(), label.getValue()));
            }
        }
        return merged;
    }

    MetricSnapshots snapshots() {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        points.forEach((metric, values) -> snapshots.add(snapshot(metric, values)));
        return new MetricSnapshots(snapshots);
    }

    /** In Prometheus's text format. */
    public String text() {
        try (ByteArrayOutputStream text = new ByteArrayOutputStream()) {
            PrometheusTextFormatWriter.create().write(text, snapshots(), EscapingScheme.DEFAULT);
            return text.toString(StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static MetricSnapshot snapshot(ProbeMetric metric, List<Point> values) {
        String name = metric.prometheusName();
        if (name.endsWith(INFO)) {
            InfoSnapshot.Builder info = InfoSnapshot.builder()
                    .name(name.substring(0, name.length() - INFO.length()))
                    .help(metric.help());
            values.forEach(point -> info.dataPoint(new InfoSnapshot.InfoDataPointSnapshot(point.labels())));
            return info.build();
        }
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(metric.help());
        values.forEach(point ->
                gauge.dataPoint(new GaugeSnapshot.GaugeDataPointSnapshot(point.value(), point.labels(), null)));
        return gauge.build();
    }
}
