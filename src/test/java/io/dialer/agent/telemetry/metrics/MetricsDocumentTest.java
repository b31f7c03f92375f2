package io.dialer.agent.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.LatenessHistogram;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.Results;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With {@code -Ddocs.write=true} the file is written instead. */
class MetricsDocumentTest {
    private static final Path FILE = Path.of("docs", "metrics.md");
    private static final String HELP = "# HELP ";
    private static final String TYPE = "# TYPE ";

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Waiting.on(vertx.close());
    }

    @Test
    void thePageSaysWhatTheAgentShows() throws IOException {
        String page = page(exposition());
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(FILE, page);
        }
        assertThat(FILE)
                .as("fresh; to write it anew: mvn test -Dtest=MetricsDocumentTest -Ddocs.write=true")
                .content()
                .isEqualTo(page);
    }

    private String exposition() {
        Bus bus = new Bus(vertx);
        try (Metrics metrics = new Metrics(vertx, bus, Configurations.of("{}"), "1.2")) {
            bus.answer(
                    Addresses.SCHEDULER_LATENESS,
                    query -> Future.succeededFuture(new LatenessHistogram(List.of(1.0), List.of(1L, 0L), 0.5)));
            bus.publish(Addresses.PROBE_RESULT, Results.of("1", "r1"));
            await().until(() -> Waiting.on(metrics.scrape()).contains("dialer_runs_total{"));
            return Waiting.on(metrics.scrape());
        }
    }

    private static String page(String exposition) {
        Map<String, String> types = new TreeMap<>();
        Map<String, String> help = new TreeMap<>();
        exposition.lines().filter(line -> line.startsWith(TYPE)).forEach(line -> put(types, line, TYPE));
        exposition.lines().filter(line -> line.startsWith(HELP)).forEach(line -> put(help, line, HELP));
        String ofTheAgent = types.keySet().stream()
                .filter(name -> name.startsWith("dialer_")
                        && Arrays.stream(ProbeMetric.values())
                                .noneMatch(metric -> metric.prometheusName().equals(name)))
                .map(name -> "| `%s` | %s | %s |".formatted(name, types.get(name), help.get(name)))
                .collect(Collectors.joining("\n"));
        String ofTasks = Arrays.stream(ProbeMetric.values())
                .map(metric -> "| `%s` | gauge | %s |".formatted(metric.prometheusName(), metric.help()))
                .collect(Collectors.joining("\n"));
        return """
                # Metrics

                `GET /metrics`, in Prometheus's text format; on the console, or on a listener of its own where `scrape.port` is set.
                `conf/prometheus-alerts.yml` has alerting rules, `conf/grafana-dashboard.json` a dashboard for them. Times are seconds.

                ## Of the agent

                Counters count from the agent's start. A part that does not answer has `NaN` for its figures, and 0 in `dialer_part_answers`.

                | name | type | meaning |
                |---|---|---|
                %s

                Beside them Micrometer's `jvm_…`, `process_…` and `system_…`.

                ## Of each task

                Labels `task_id` `task` `type` `target` `area`; of the task's last run here. A metric is there where the type measures it. Only
                the first `scrape.per_task_metrics` tasks, by their ids, are shown; `dialer_tasks_without_metrics` counts the others.

                | name | type | meaning |
                |---|---|---|
                %s
                """.formatted(ofTheAgent, ofTasks);
    }

    private static void put(Map<String, String> map, String line, String kind) {
        int space = line.indexOf(' ', kind.length());
        map.put(line.substring(kind.length(), space), line.substring(space + 1));
    }
}
