package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The same file and the same targets for blackbox_exporter and for us: the same success, the same metrics. */
class BlackboxIT {
    private static final Logger LOG = LoggerFactory.getLogger(BlackboxIT.class);
    private static final Path EXPORTER = Path.of("/usr/bin/prometheus-blackbox-exporter");
    /** Newer than the exporter that Debian has. */
    private static final Set<String> NEWER = Set.of("probe_tls_cipher_info", "probe_expect_info");

    /** What both must say alike; the others are times, or depend on when they are read. */
    private static final Set<String> SAME_VALUES = Set.of(
            "probe_success",
            "probe_ip_protocol",
            "probe_ip_addr_hash",
            "probe_http_status_code",
            "probe_http_content_length",
            "probe_http_redirects",
            "probe_http_ssl",
            "probe_http_version",
            "probe_http_last_modified_timestamp_seconds",
            "probe_failed_due_to_regex",
            "probe_dns_answer_rrs",
            "probe_dns_authority_rrs",
            "probe_dns_additional_rrs",
            "probe_dns_query_succeeded",
            "probe_dns_serial",
            "probe_grpc_ssl",
            "probe_grpc_status_code",
            "probe_grpc_healthcheck_response",
            "probe_icmp_reply_hop_limit",
            "probe_ssl_earliest_cert_expiry",
            "probe_ssl_last_chain_expiry_timestamp_seconds",
            "probe_ssl_last_chain_info",
            "probe_tls_version_info");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    /** A target with its module. */
    private record Case(String module, String target, String more) {
        String path() {
            return "/probe?module=%s&target=%s%s"
                    .formatted(module, URLEncoder.encode(target, StandardCharsets.UTF_8), more);
        }
    }

    @BeforeEach
    void needTheExporter() {
        boolean there = Files.isExecutable(EXPORTER);
        if (!there) {
            LOG.warn(
                    "Comparison left out: {} is not here (Debian: apt-get install prometheus-blackbox-exporter)",
                    EXPORTER);
        }
        assumeTrue(there, "blackbox_exporter is not here");
    }

    @Test
    void bothSayTheSame() throws Exception {
        try (BlackboxTargets targets = new BlackboxTargets(folder)) {
            Path modules = Files.writeString(
                    folder.resolve("blackbox.yml"), BlackboxCases.MODULES.replace("AUTHORITY", targets.authority()));
            int exporterPort = Ports.free();
            int ourPort = Ports.free();
            JsonObject config = AgentProcess.config("prober", "embedded")
                    .put("auth_required", false)
                    .put("scrape", new JsonObject().put("port", ourPort))
                    .put(
                            "embedded",
                            new JsonObject()
                                    .put(
                                            "tasks",
                                            Files.writeString(folder.resolve("t.json"), "[]")
                                                    .toString()));
            try (AgentProcess agent = AgentProcess.start(folder, config);
                    AgentProcess exporter = AgentProcess.launch(
                            folder,
                            Map.of(),
                            List.of(
                                    EXPORTER.toString(),
                                    "--config.file=" + modules,
                                    "--web.listen-address=127.0.0.1:" + exporterPort))) {
                await().atMost(Duration.ofSeconds(30))
                        .ignoreExceptions()
                        .until(() -> isReady(ourPort)
                                && get(exporterPort, "/-/healthy").contains("ealthy"));
                assertThat(exporter.isAlive()).isTrue();
                List<String> differences = new ArrayList<>();
                int successes = 0;
                List<Case> cases = BlackboxCases.of(targets).stream()
                        .map(line -> new Case(line.get(0), line.get(1), line.get(2)))
                        .toList();
                for (Case one : cases) {
                    Map<String, String> theirs = metrics(get(exporterPort, one.path()));
                    Map<String, String> ours = metrics(get(ourPort, one.path()));
                    successes += "1".equals(theirs.get("probe_success")) ? 1 : 0;
                    compare(one, theirs, ours, differences);
                }
                System.out.printf(
                        "BlackboxIT: %d probes side by side, %d of them successes, %d differences%n",
                        cases.size(), successes, differences.size());
                assertThat(differences).isEmpty();
                assertThat(agent.output()).doesNotContain(" ERROR ");
            }
        }
    }

    private static boolean isReady(int port) {
        try (Api api = new Api(port, null)) {
            return api.ready();
        }
    }

    private static void compare(
            Case one, Map<String, String> theirs, Map<String, String> ours, List<String> differences) {
        Set<String> missing = new TreeSet<>(theirs.keySet());
        missing.removeAll(ours.keySet());
        Set<String> extra = new TreeSet<>(ours.keySet());
        extra.removeAll(theirs.keySet());
        extra.removeIf(metric -> NEWER.contains(name(metric)));
        if (!missing.isEmpty() || !extra.isEmpty()) {
            differences.add("%s: missing %s, extra %s".formatted(one, missing, extra));
        }
        theirs.forEach((metric, value) -> {
            String our = ours.get(metric);
            if (our != null
                    && SAME_VALUES.contains(name(metric))
                    && Double.parseDouble(our) != Double.parseDouble(value)) {
                differences.add("%s: %s is %s there and %s here".formatted(one, metric, value, our));
            }
        });
    }

    private static String name(String metric) {
        return metric.replaceFirst("\\{.*", "");
    }

    /** Values by name and labels, of which one that is newer is left out; as numbers without a fraction where they have none. */
    private static Map<String, String> metrics(String text) {
        assertThat(text).contains("probe_success");
        return text.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .collect(Collectors.toMap(
                        line -> sorted(line.substring(0, line.lastIndexOf(' '))),
                        line -> line.substring(line.lastIndexOf(' ') + 1).replaceFirst("\\.0$", ""),
                        (first, second) -> first,
                        TreeMap::new));
    }

    private static String sorted(String metric) {
        return metric.replaceFirst(",?serialnumber=\"[^\"]*\"", "").replace("{,", "{");
    }

    private String get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .header("X-Prometheus-Scrape-Timeout-Seconds", "10")
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
