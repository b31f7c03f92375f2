package io.dialer.agent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.ConfigChanged;
import io.dialer.agent.bus.LatenessHistogram;
import io.dialer.agent.bus.TaskListing;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.Results;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsApiTest {
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final WebClient client = WebClient.create(vertx);
    private int port;

    @AfterEach
    void close() {
        Waiting.on(vertx.close());
    }

    @Test
    void showsTheAgentAndItsTasks() throws Exception {
        schedulerAnswers("1", "2");
        start("{'agent_area': 'gz', 'console': {'port': PORT}}");
        Stream.of("1", "2", "3").forEach(id -> bus.publish(Addresses.PROBE_RESULT, Results.of(id, "r" + id)));

        await().untilAsserted(
                        () -> assertThat(get("").bodyAsString().lines())
                                .contains(
                                        "dialer_build_info{version=\"1.2\"} 1",
                                        "dialer_pool_workers_max 64.0",
                                        "dialer_runs_skipped_total 7.0",
                                        "dialer_runs_total{outcome=\"success\",type=\"tcp\"} 3.0",
                                        "dialer_lateness_seconds_bucket{le=\"0.01\"} 5",
                                        "dialer_lateness_seconds_bucket{le=\"+Inf\"} 6",
                                        "dialer_lateness_seconds_sum 1.5",
                                        "probe_success{area=\"gz\",target=\"h:1\",task=\"the \\\"first\\\"\",task_id=\"1\",type=\"tcp\"} 1.0"));
        HttpResponse<Buffer> answer = get("");
        assertThat(answer.getHeader("Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(answer.bodyAsString()).doesNotContain("task_id=\"3\"").contains("jvm_memory_used_bytes");
    }

    @Test
    void saysWhichPartIsSilent() throws Exception {
        start("{'console': {'port': PORT}}");

        assertThat(get("").bodyAsString().lines())
                .contains("dialer_part_answers{part=\"scheduler\"} 0.0", "dialer_pool_workers_max NaN");
    }

    @Test
    void showsAsManyTasksAsItMay() throws Exception {
        schedulerAnswers("1", "2", "3");
        start("{'console': {'port': PORT}, 'scrape': {'per_task_metrics': 2}}");
        Stream.of("3", "2", "1").forEach(id -> bus.publish(Addresses.PROBE_RESULT, Results.of(id, "r" + id)));

        await().untilAsserted(
                        () -> assertThat(get("").bodyAsString().lines()).contains("dialer_tasks_without_metrics 1.0"));
        assertThat(get("").bodyAsString())
                .contains("task_id=\"1\"", "task_id=\"2\"")
                .doesNotContain("task_id=\"3\"");

        bus.publish(
                Addresses.CONFIG_CHANGED, new ConfigChanged(Configurations.of("{'scrape': {'per_task_metrics': 0}}")));
        await().untilAsserted(() -> assertThat(get("").bodyAsString()).doesNotContain("task_id="));
    }

    @Test
    void aListenerOfItsOwnNeedsNoTokenUnlessOneIsSet() throws Exception {
        int console = freePort();
        start("{'console': {'port': %d, 'token': 'c0nsole'}, 'scrape': {'port': PORT}}".formatted(console));
        assertThat(get("").statusCode()).isEqualTo(200);
        assertThat(Waiting.on(client.get(port, "127.0.0.1", "/health/live").send())
                        .statusCode())
                .isEqualTo(200);
        assertThat(Waiting.on(client.get(port, "127.0.0.1", "/api/agent/status").send())
                        .statusCode())
                .isEqualTo(404);
        assertThat(Waiting.on(client.get(console, "127.0.0.1", "/metrics").send())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void wantsTheTokenThatIsConfigured() throws Exception {
        start("{'console': {'port': PORT, 'token': 'c0nsole'}, 'scrape': {'token': 'scr4pe'}}");
        assertThat(get("").statusCode()).isEqualTo(401);
        assertThat(get("scr4pe").statusCode()).isEqualTo(200);
        assertThat(get("c0nsole").statusCode()).isEqualTo(200);
        for (int guess = 0; guess < 10; guess++) {
            assertThat(get("wr0ng").statusCode()).isEqualTo(401);
        }
        assertThat(get("scr4pe").statusCode()).isEqualTo(429);
        assertThat(get("scr4pe").getHeader("Retry-After")).isEqualTo("6");
        assertThat(get("").statusCode()).isEqualTo(401);
    }

    @Test
    void onTheConsoleItWantsWhatReadersNeed() throws Exception {
        start("{'console': {'port': PORT, 'token': 'c0nsole', 'read_token': 'l00k'}}");
        assertThat(get("").statusCode()).isEqualTo(401);
        assertThat(get("l00k").statusCode()).isEqualTo(200);
    }

    private void schedulerAnswers(String... taskIds) {
        bus.answer(
                Addresses.SCHEDULER_STATUS,
                query -> Future.succeededFuture(new AgentStatus(
                        new AgentStatus.Pool(64, 1, 2, 1_000, 6, 0, 7, 3),
                        new AgentStatus.Tasks(2, 1, 7, 6, 0, 2),
                        new AgentStatus.Lateness(1, 2, 3, 4))));
        bus.answer(
                Addresses.SCHEDULER_LATENESS,
                query -> Future.succeededFuture(new LatenessHistogram(List.of(0.001, 0.01), List.of(4L, 1L, 1L), 1.5)));
        bus.answer(
                Addresses.SCHEDULER_LIST,
                query -> Future.succeededFuture(new TaskListing(Stream.of(taskIds)
                        .map(id -> new TaskListing.Entry(task(id), 0, TaskListing.Activity.IDLE, null))
                        .toList())));
    }

    private static ProbeTask task(String id) {
        return new ProbeTask(
                id, "the \"first\"", "tcp", "h:1", Duration.ofSeconds(60), null, List.of(), new JsonObject(), null);
    }

    private void start(String configuration) throws IOException {
        port = freePort();
        AgentConfig config = Configurations.of(configuration.replace("PORT", Integer.toString(port)));
        Waiting.on(vertx.deployVerticle(new ConsoleVerticle(config, "1.2", Path.of("no-modules.yml"))));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private HttpResponse<Buffer> get(String token) {
        return Waiting.on(client.get(port, "127.0.0.1", "/metrics")
                .putHeaders(MultiMap.caseInsensitiveMultiMap()
                        .addAll(token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token)))
                .send());
    }
}
