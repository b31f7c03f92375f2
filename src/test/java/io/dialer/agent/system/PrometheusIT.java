package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real Prometheus that scrapes the agent, with the alerting rules and the dashboard that come with it. */
class PrometheusIT {
    private static final Logger LOG = LoggerFactory.getLogger(PrometheusIT.class);
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final Duration SOON = Duration.ofSeconds(60);
    /** In the rules and the dashboard. */
    private static final Pattern EXPRESSION_METRIC = Pattern.compile("\\b(?:dialer|probe|jvm|process)_[a-z0-9_]+");

    @TempDir
    Path folder;

    @BeforeEach
    void needPrometheus() {
        boolean there = Files.isExecutable(PROMETHEUS);
        if (!there) {
            LOG.warn("Test with Prometheus left out: {} is not here (Debian: apt-get install prometheus)", PROMETHEUS);
        }
        assumeTrue(there, "prometheus is not here");
    }

    @Test
    void scrapesQueriesAndRaisesAlerts() throws Exception {
        int scrapePort = Ports.free();
        int closed = Ports.free();
        try (Targets targets = new Targets();
                BlackboxTargets secure = new BlackboxTargets(folder);
                AgentProcess agent = AgentProcess.start(folder, config(scrapePort, targets, closed, modules(secure)))) {
            assertThat(agent.isAlive()).isTrue();
            int port = Ports.free();
            try (AgentProcess prometheus = prometheus(port, scrapePort, targets, secure, closed);
                    Api api = new Api(port, null)) {
                assertThat(prometheus.isAlive()).isTrue();
                await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
                    assertThat(value(api, "up{job=\"dialer\"}")).isEqualTo(1);
                    assertThat(value(api, "sum(up{job=\"blackbox\"})")).isEqualTo(5);
                    assertThat(value(api, "probe_success{module=\"trusting\"}")).isEqualTo(1);
                    assertThat(value(api, "probe_http_duration_seconds{module=\"trusting\",phase=\"tls\"}"))
                            .isBetween(0.00001, 2.0);
                    assertThat(value(api, "probe_ssl_earliest_cert_expiry{module=\"trusting\"} - time()"))
                            .isBetween(80 * 86_400.0, 90 * 86_400.0);
                    assertThat(value(api, "probe_success{module=\"http_2xx\",instance=~\"http:.*\"}"))
                            .isEqualTo(1);
                    assertThat(value(api, "probe_success{module=\"http_2xx\",instance=~\"https:.*\"}"))
                            .isZero();
                    assertThat(value(api, "probe_success{module=\"tcp_connect\"}"))
                            .isEqualTo(1);
                    assertThat(value(api, "probe_success{module=\"icmp\"}")).isEqualTo(1);
                    assertThat(value(api, "probe_icmp_duration_seconds{module=\"icmp\",phase=\"rtt\"}"))
                            .isBetween(0.0, 0.5);
                    assertThat(value(api, "probe_success{task=\"good\"}")).isEqualTo(1);
                    assertThat(value(api, "probe_success{task=\"closed\"}")).isZero();
                    assertThat(value(api, "probe_success{task=\"loopback\"}")).isEqualTo(1);
                    assertThat(value(api, "probe_http_status_code{task=\"missing\"}"))
                            .isEqualTo(404);
                    assertThat(value(api, "dialer_tasks")).isEqualTo(4);
                    assertThat(value(api, "dialer_tasks_failing")).isEqualTo(2);
                    assertThat(value(api, "sum(dialer_runs_total{outcome=\"success\"})"))
                            .isGreaterThan(4);
                    assertThat(value(
                                    api,
                                    "histogram_quantile(0.99, sum by (le) (rate(dialer_lateness_seconds_bucket[1m])))"))
                            .isBetween(0.0, 1.0);
                });
                await().atMost(SOON)
                        .ignoreExceptions()
                        .untilAsserted(() -> assertThat(firing(api)).containsExactly("closed", "missing"));
                assertThat(problemsByPromtool(scrapePort)).isEmpty();
                Set<String> known = names(api);
                for (String file : List.of("conf/prometheus-alerts.yml", "conf/grafana-dashboard.json")) {
                    assertThat(known).as(file).containsAll(used(file));
                }
                System.out.printf("PrometheusIT: %d metrics, alerts of %s%n", known.size(), firing(api));
            }
        }
    }

    private static JsonObject config(int scrapePort, Targets targets, int closed, Path modules) {
        JsonArray tasks = new JsonArray()
                .add(task(1, "good", "http", targets.http("/")))
                .add(task(2, "missing", "http", targets.http("/?status=404")))
                .add(task(3, "closed", "tcp", "127.0.0.1:" + closed))
                .add(task(4, "loopback", "ping", "127.0.0.1"));
        return AgentProcess.config("scraped", "embedded")
                .put("auth_required", false)
                .put("scrape", new JsonObject().put("port", scrapePort).put("blackbox_modules", modules.toString()))
                .put("embedded", new JsonObject().put("tasks", write(tasks)));
    }

    /** The shipped ones, and one for a server that only we trust. */
    private Path modules(BlackboxTargets secure) throws Exception {
        return Files.writeString(
                folder.resolve("modules.yml"),
                Files.readString(Path.of("conf/blackbox.yml")) + """
                  trusting:
                    prober: http
                    http: {tls_config: {ca_file: %s}}
                """.formatted(secure.authority()));
    }

    private static String write(JsonArray tasks) {
        try {
            return Files.writeString(Files.createTempFile("tasks", ".json"), tasks.encode())
                    .toString();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static JsonObject task(int id, String name, String type, String target) {
        return new JsonObject()
                .put("id", id)
                .put("name", name)
                .put("type", type)
                .put("target", target)
                .put("interval", 1)
                .put("config", type.equals("ping") ? new JsonObject().put("count", 1) : new JsonObject());
    }

    private AgentProcess prometheus(int port, int scrapePort, Targets targets, BlackboxTargets secure, int closed)
            throws Exception {
        // What is to last for minutes would make the test last as long.
        String rules = Files.readString(Path.of("conf/prometheus-alerts.yml")).replaceAll("for: [0-9]+[mh]", "for: 2s");
        Files.writeString(folder.resolve("rules.yml"), rules);
        Path file = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [rules.yml]
                scrape_configs:
                  - job_name: dialer
                    static_configs: [{targets: ['127.0.0.1:%1$d']}]
                  - job_name: blackbox
                    metrics_path: /probe
                    static_configs:
                      - {targets: ['%2$s'], labels: {module: http_2xx}}
                      - {targets: ['https://127.0.0.1:%3$d/'], labels: {module: http_2xx}}
                      - {targets: ['https://127.0.0.1:%5$d/ok'], labels: {module: trusting}}
                      - {targets: ['%4$s'], labels: {module: tcp_connect}}
                      - {targets: ['127.0.0.1'], labels: {module: icmp}}
                    relabel_configs:
                      - {source_labels: [module], target_label: __param_module}
                      - {source_labels: [__address__], target_label: __param_target}
                      - {source_labels: [__param_target], target_label: instance}
                      - {target_label: __address__, replacement: '127.0.0.1:%1$d'}
                """.formatted(
                        scrapePort, targets.http("/"), closed, targets.open(), secure.https));
        return AgentProcess.launch(
                folder,
                Map.of(),
                List.of(
                        PROMETHEUS.toString(),
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("series"),
                        "--web.listen-address=127.0.0.1:" + port));
    }

    /** What Prometheus's own check of names and types objects to. */
    private String problemsByPromtool(int scrapePort) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            Path metrics = folder.resolve("metrics.txt");
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:%d/metrics".formatted(scrapePort)))
                    .build();
            client.send(request, BodyHandlers.ofFile(metrics));
            Process promtool = new ProcessBuilder("/usr/bin/promtool", "check", "metrics")
                    .redirectInput(metrics.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return promtool.waitFor() == 0 ? "" : said;
        }
    }

    private static double value(Api api, String expression) throws Exception {
        JsonArray result = api.get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .object()
                .getJsonArray("result");
        assertThat(result).as(expression).hasSize(1);
        return Double.parseDouble(result.getJsonObject(0).getJsonArray("value").getString(1));
    }

    private static List<String> firing(Api api) throws Exception {
        return api.get("/api/v1/alerts").object().getJsonArray("alerts").stream()
                .map(JsonObject.class::cast)
                .filter(alert -> alert.getString("state").equals("firing"))
                .map(alert -> alert.getJsonObject("labels"))
                .filter(labels -> labels.getString("alertname").equals("DialerTaskFailing"))
                .map(labels -> labels.getString("task"))
                .sorted()
                .toList();
    }

    private static Set<String> names(Api api) throws Exception {
        return api.get("/api/v1/label/__name__/values").body().getJsonArray("data").stream()
                .map(String::valueOf)
                .collect(Collectors.toSet());
    }

    /** Without those of TLS: no target here has any. */
    private static Set<String> used(String file) throws Exception {
        return EXPRESSION_METRIC
                .matcher(Files.readString(Path.of(file)))
                .results()
                .map(found -> found.group())
                .filter(name -> !name.startsWith("probe_ssl_"))
                .collect(Collectors.toSet());
    }
}
