package io.dialer.agent.telemetry.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a dialog with the target came to. Pure. */
final class DialogSamples {
    /** What Prometheus allows, without the names that it keeps for itself. */
    private static final Pattern LABEL_NAME = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]*");

    private DialogSamples() {}

    static List<Sample> of(JsonObject details) {
        List<Sample> samples = new ArrayList<>();
        samples.add(Sample.of(
                ProbeMetric.FAILED_DUE_TO_REGEX, Boolean.TRUE.equals(details.getValue("failed_due_to_regex"))));
        Map<String, String> labels = new LinkedHashMap<>();
        ProbeSamples.object(details, "expect_labels").forEach(label -> {
            if (LABEL_NAME.matcher(label.getKey()).matches()) {
                labels.put(label.getKey(), String.valueOf(label.getValue()));
            }
        });
        if (!labels.isEmpty()) {
            samples.add(new Sample(
                    ProbeMetric.EXPECT_INFO, Labels.of(List.copyOf(labels.keySet()), List.copyOf(labels.values())), 1));
        }
        return samples;
    }
}
