package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that tries its own backend joins another one and comes back, without a restart. */
class BackendSwitchIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final Targets targets = new Targets();
    private final Receiver receiver = Receiver.ofBatches();
    private int port;
    private Api api;

    @BeforeEach
    void choosePort() throws Exception {
        port = Ports.free();
        api = new Api(port, null);
        receiver.withTcpTasks(7, targets.open());
    }

    @AfterEach
    void close() {
        api.close();
        receiver.close();
        targets.close();
    }

    @Test
    void joinsAnotherBackendAndComesBack() throws Exception {
        try (ReloadRig rig = new ReloadRig("BackendSwitchIT", folder, embedded())) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> results("own") > 0);

            rig.change("server_url", receiver.url());
            rig.sees("the other's tasks", () -> receiver.distinct() >= 7 && !receiver.registrations.isEmpty());
            assertThat(api.get("/api/v1/results").status()).isEqualTo(404);
            await().atMost(PATIENCE).until(() -> !receiver.heartbeats.isEmpty());
            int before = completed();
            await().atMost(PATIENCE).until(() -> completed() > before + 20);
            assertThat(receiver.lastResult.getString("task_id")).isNotEqualTo("own");

            rig.change("server_url", "embedded");
            rig.sees("the own backend", () -> api.get("/api/v1/results").status() == 200);
            long own = results("own");
            await().atMost(PATIENCE).until(() -> results("own") > own);
            assertThat(receiver.repeats.get()).isZero();
            assertThat(rig.agent.terminate(30)).isZero();
            assertThat(rig.agent.output()).doesNotContain(" ERROR ");
        }
    }

    @Test
    void staysWhereItIsWhereTheOtherCannotBeOpened() throws Exception {
        Files.createDirectories(folder.resolve("data/embedded.db"));
        JsonObject config =
                AgentProcess.config("book", receiver.url()).put("console", new JsonObject().put("port", port));
        try (ReloadRig rig = new ReloadRig("BackendSwitchIT", folder, config)) {
            await().atMost(PATIENCE).until(() -> receiver.distinct() > 0);
            rig.change("server_url", "embedded");
            rig.sees(
                    "a refusal",
                    () -> String.valueOf(api.get("/api/agent/status")
                                    .body()
                                    .getJsonObject("config")
                                    .getString("refusal"))
                            .contains("agent.json: the backend: "));
            int before = receiver.distinct();
            await().atMost(PATIENCE).until(() -> receiver.distinct() > before + 14);
            rig.change("server_url", receiver.url());
            rig.sees("its end", () -> rig.said("the configuration is valid again") == 1);
            assertThat(rig.agent.terminate(30)).isZero();
        }
    }

    @Test
    void forgetsOldResultsAsSoonAsItShallKeepThemForLess() throws Exception {
        try (ReloadRig rig = new ReloadRig("BackendSwitchIT", folder, embedded())) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> results("own") > 0);
            JsonObject old = new JsonObject()
                    .put("task_id", "own")
                    .put("status", "failed")
                    .put("agent_id", "book")
                    .put(
                            "created_at",
                            LocalDateTime.now(ZoneId.systemDefault())
                                    .minusHours(2)
                                    .toString());
            assertThat(api.call("POST", "/api/v1/results", old).status()).isEqualTo(201);
            assertThat(api.get("/api/v1/results?status=failed").total()).isEqualTo(1);
            rig.change("embedded.retention", "1h");
            rig.sees(
                    "embedded.retention",
                    () -> api.get("/api/v1/results?status=failed").total() == 0);
        }
    }

    @Test
    void aLimitForRunsAndOneForTheStopCountFromTheNextRunAndTheNextStop() throws Exception {
        receiver.tasks.clear();
        receiver.withTasks(
                1, "http", targets.mute(), new JsonObject().put("timeout", 3).put("interval", 4));
        receiver.withTasks(1, "http", targets.http("/?delay_ms=60000"), new JsonObject().put("timeout", 90));
        JsonObject config = AgentProcess.config("book", receiver.url())
                .put("thread_pool", new JsonObject().put("task_timeout", 120));
        try (ReloadRig rig = new ReloadRig("BackendSwitchIT", folder, config)) {
            await().atMost(PATIENCE).until(() -> seconds() >= 3);
            rig.change("thread_pool.task_timeout", 1);
            rig.sees("thread_pool.task_timeout", Duration.ofSeconds(10), () -> seconds() >= 1 && seconds() < 1.5);
            rig.change("shutdown_timeout", 1);
            await().atMost(PATIENCE).until(() -> rig.said("keys=\"shutdown_timeout\"") == 1);
            long toldAt = System.nanoTime();
            assertThat(rig.agent.terminate(20)).isZero();
            assertThat(System.nanoTime() - toldAt)
                    .as("with 30 s it would have waited for the run that takes a minute")
                    .isLessThan(Duration.ofSeconds(10).toNanos());
        }
    }

    private int completed() {
        return receiver.lastHeartbeat().getJsonObject("thread_pool").getInteger("completed_tasks");
    }

    private double seconds() {
        return receiver.lastResult.getDouble("response_time", 0.0);
    }

    private JsonObject embedded() throws Exception {
        Path tasks = Files.writeString(folder.resolve("tasks.json"), """
                [{"id": "own", "name": "own", "type": "tcp", "target": "%s", "interval": 1}]""".formatted(targets.open()));
        return AgentProcess.config("book", "embedded")
                .put("auth_required", false)
                .put("console", new JsonObject().put("port", port))
                .put("embedded", new JsonObject().put("tasks", tasks.toString()));
    }

    private long results(String taskId) throws Exception {
        return api.get("/api/v1/results?task_id=" + taskId).total();
    }
}
