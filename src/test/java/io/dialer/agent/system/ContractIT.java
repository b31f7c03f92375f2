package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The agent against a backend that answers as the contract shows. */
class ContractIT {
    private static final int TASKS = 130;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final Targets targets = new Targets();
    private ContractBackend backend;

    @BeforeEach
    void openBackend() {
        backend = ContractBackend.start();
    }

    @AfterEach
    void close() {
        assertThat(backend.complaints).isEmpty();
        backend.close();
        targets.close();
    }

    private void addTasks(int count) {
        for (int id = 1; id <= count; id++) {
            backend.addTask(id, "tcp", targets.open(), 2, new JsonObject(), "book");
        }
    }

    private AgentProcess agent() throws Exception {
        return AgentProcess.start(folder, AgentProcess.config("book", backend.url()));
    }

    private Set<String> tasksWithResults() {
        return backend.results.stream()
                .map(result -> result.getString("task_id"))
                .collect(Collectors.toSet());
    }

    @Test
    void runsAllTasksOfSevenPagesAndItsHeartbeatsAddUp() throws Exception {
        addTasks(TASKS);
        try (AgentProcess _ = agent()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(tasksWithResults()).hasSize(TASKS));
            await().atMost(PATIENCE).until(() -> backend.heartbeats.size() >= 3);

            JsonObject heartbeat = backend.lastHeartbeat();
            JsonObject status = heartbeat.getJsonObject("task_status");
            assertThat(status.getInteger("total_tasks")).isEqualTo(TASKS);
            assertThat(status.getInteger("running_tasks") + status.getInteger("pending_tasks"))
                    .isEqualTo(TASKS);
            assertThat(status.getInteger("failed_tasks")).isZero();
            assertThat(heartbeat.getJsonObject("thread_pool").getInteger("max_workers"))
                    .isEqualTo(64);
            assertThat(heartbeat.getString("status")).isEqualTo("running");
            JsonObject registration = backend.registrations.element();
            assertThat(registration.getString("agent_id")).isEqualTo("book");
            assertThat(registration.getString("agent_area")).isEqualTo("test-area");
            assertThat(registration.getString("ip_address")).isEqualTo("127.0.0.1");
            assertThat(registration.getString("hostname")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(value = ContractBackend.ListMode.class, names = "WELL", mode = EnumSource.Mode.EXCLUDE)
    void aFetchThatFailsRemovesNothing(ContractBackend.ListMode mode) throws Exception {
        addTasks(30);
        try (AgentProcess agent = agent()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(tasksWithResults()).hasSize(30));
            int calls = backend.listCalls.get();
            backend.listMode = mode;
            await().atMost(PATIENCE).until(() -> backend.listCalls.get() >= calls + 3);
            int before = backend.results.size();
            await().atMost(PATIENCE).until(() -> backend.results.size() >= before + 60);
            assertThat(backend.lastHeartbeat().getJsonObject("task_status").getInteger("total_tasks"))
                    .isEqualTo(30);
            assertThat(agent.output()).doesNotContain("task removed");
        }
    }

    @Test
    void aChangedIntervalARemovedAndAnAddedTaskTakeEffectAtTheNextSync() throws Exception {
        addTasks(10);
        backend.addTask(11, "tcp", targets.open(), 3600, new JsonObject(), "book");
        try (AgentProcess agent = agent()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(tasksWithResults()).hasSize(11));
            assertThat(backend.resultsOf(11)).hasSize(1);

            backend.addTask(11, "tcp", targets.open(), 1, new JsonObject(), "book");
            backend.tasks.remove(1);
            backend.addTask(12, "tcp", targets.open(), 3600, new JsonObject(), "book");

            await().atMost(PATIENCE).until(() -> backend.resultsOf(11).size() >= 4);
            assertThat(backend.resultsOf(12)).as("one added alone runs at once").hasSize(1);
            int before = backend.resultsOf(1).size();
            int others = backend.resultsOf(2).size();
            await().atMost(PATIENCE).until(() -> backend.resultsOf(2).size() >= others + 2);
            assertThat(backend.resultsOf(1)).hasSize(before);
            assertThat(agent.output()).contains("task removed task_id=\"1\"").contains("task changed task_id=\"11\"");
        }
    }

    @Test
    void takesOnlyTasksThatNameItExactly() throws Exception {
        backend.addTask(1, "tcp", targets.open(), 1, new JsonObject(), "book");
        backend.addTask(2, "tcp", targets.open(), 1, new JsonObject(), "bookshelf");
        backend.addTask(3, "tcp", targets.open(), 1, new JsonObject(), "bookshelf", "book");
        try (AgentProcess _ = agent()) {
            await().atMost(PATIENCE).until(() -> backend.resultsOf(3).size() >= 3);
            assertThat(tasksWithResults()).containsExactlyInAnyOrder("1", "3");
        }
    }

    @Test
    void createdAtIsTheLocalStartOfTheRun() throws Exception {
        backend.addTask(1, "http", targets.http("/?delay_ms=800"), 60, new JsonObject(), "book");
        LocalDateTime before = LocalDateTime.now(ZoneId.systemDefault());
        try (AgentProcess _ = agent()) {
            await().atMost(PATIENCE).until(() -> !backend.results.isEmpty());
            LocalDateTime after = LocalDateTime.now(ZoneId.systemDefault());
            JsonObject result = backend.results.element();
            LocalDateTime createdAt = LocalDateTime.parse(result.getString("created_at"));
            assertThat(createdAt).isAfter(before).isBefore(after.minusNanos(790_000_000));
            assertThat(result.getDouble("response_time")).isBetween(0.8, 1.5);
            assertThat(result.getString("tenant_id")).isEqualTo("tenant-1");
        }
    }

    @Test
    void registersAgainWhenTheBackendHasForgottenIt() throws Exception {
        addTasks(1);
        try (AgentProcess _ = agent()) {
            await().atMost(PATIENCE).until(() -> backend.heartbeats.size() >= 2);
            backend.knowsAgent = false;
            await().atMost(PATIENCE).until(() -> backend.registrations.size() >= 2);
            int beats = backend.heartbeats.size();
            await().atMost(PATIENCE).until(() -> backend.heartbeats.size() > beats);
        }
    }

    @Test
    void doesNotHurryWhereABackendRegistersItAndForgetsItAtOnce() throws Exception {
        addTasks(5);
        backend.forgetful = true;
        try (AgentProcess agent = agent()) {
            await().atMost(PATIENCE).until(() -> backend.resultsOf(5).size() >= 5);
            assertThat(backend.registrations.size()).isBetween(2, 14);
            assertThat(agent.output()).containsOnlyOnce("it registered us and does not know us");
            backend.forgetful = false;
            await().atMost(PATIENCE).until(() -> backend.heartbeats.size() >= 2);
        }
    }

    @Test
    void aTaskWhoseResultsAreForbiddenHoldsNoOtherUp() throws Exception {
        addTasks(10);
        backend.forbiddenTask = "7";
        try (AgentProcess agent = agent()) {
            await().atMost(PATIENCE).until(() -> backend.resultsOf(3).size() >= 5);
            assertThat(backend.forbiddenPosts.get()).isBetween(1, 3);
            assertThat(agent.output()).doesNotContain("refuses our token");
        }
    }

    @Test
    void saysOnceThatItsTokenIsRefusedAndKeepsWhatItMeasures() throws Exception {
        addTasks(3);
        try (AgentProcess agent = AgentProcess.start(
                folder, AgentProcess.config("book", backend.url()).put("api_token", "wrong"))) {
            await().atMost(PATIENCE).until(() -> agent.output().contains("无效的Agent token"));
            assertThat(agent.output()).doesNotContain("wrong");
            assertThat(agent.terminate(10)).isZero();
        }
    }

    @Test
    void waitsForABackendThatIsDownAtTheStartAndRunsTheCachedTasksMeanwhile() throws Exception {
        addTasks(5);
        int port = backend.port();
        try (AgentProcess first = agent()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(tasksWithResults()).hasSize(5));
            assertThat(first.terminate(10)).isZero();
        }
        backend.close();
        try (AgentProcess second =
                AgentProcess.start(folder, AgentProcess.config("book", "http://127.0.0.1:" + port))) {
            await().atMost(PATIENCE).until(() -> second.output().contains("running the cached tasks"));
            backend = ContractBackend.startOn(port);
            addTasks(6);
            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(tasksWithResults()).hasSize(6));
            // The tasks are known to the backend, so results need not wait for the agent to have registered.
            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(backend.registrations).hasSize(1));
        }
    }

    @Test
    void startsWithoutABackendAndWithoutACache() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (AgentProcess agent = AgentProcess.start(folder, AgentProcess.config("book", "http://127.0.0.1:" + port))) {
            await().atMost(PATIENCE).until(() -> agent.output().contains("the task list cannot be fetched"));
            backend.close();
            backend = ContractBackend.startOn(port);
            addTasks(3);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(tasksWithResults()).hasSize(3));
        }
    }

    @Test
    void aBrokenTaskAndAnUnknownTypeAreErrorsOfTheirOwn() throws Exception {
        backend.addTask(1, "tcp", targets.open(), 1, new JsonObject(), "book");
        backend.addTask(2, "telepathy", "x", 1, new JsonObject(), "book");
        backend.addTask(3, "tcp", "host:99999", 1, new JsonObject(), "book");
        backend.addTask(4, "http", targets.http("/"), 1, new JsonObject().put("timeout", "soon"), "book");
        backend.addTask(5, "tcp", "", 1, new JsonObject(), "book");
        backend.addTask(6, "http", targets.http("/"), 1, new JsonObject().put("tiemout", 3), "book");
        try (AgentProcess _ = agent()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(tasksWithResults()).hasSize(6));
            assertThat(message(2)).contains("telepathy").contains("known: api, dns, exec, grpc, http, ping, tcp");
            assertThat(outcome(2)).isEqualTo("error");
            assertThat(message(3)).contains("target").contains("host:99999");
            assertThat(message(4)).contains("timeout").contains("\"soon\"").contains("a number from");
            assertThat(backend.resultsOf(4).getFirst().getString("status")).isEqualTo("failed");
            assertThat(message(5)).contains("target");
            assertThat(backend.resultsOf(6).getFirst().getJsonObject("details").getJsonArray("warnings"))
                    .containsExactly("unknown option: tiemout");
            assertThat(outcome(1)).isEqualTo("success");
        }
    }

    @Test
    void deliversWhatWasMeasuredWhileResultsWereRefused() throws Exception {
        addTasks(20);
        backend.resultMode = ContractBackend.ResultMode.HTML_502;
        try (AgentProcess _ = agent()) {
            await().atMost(PATIENCE).until(() -> backend.outboxDepth() >= 60);
            backend.resultMode = ContractBackend.ResultMode.WELL;
            await().atMost(PATIENCE).until(() -> backend.outboxDepth() < 20 && backend.results.size() >= 60);
            List<String> ids = backend.results.stream()
                    .map(result -> result.getString("result_id"))
                    .toList();
            assertThat(ids).doesNotHaveDuplicates();
        }
    }

    private String message(int taskId) {
        return backend.resultsOf(taskId).getFirst().getString("message");
    }

    private String outcome(int taskId) {
        return backend.resultsOf(taskId).getFirst().getJsonObject("details").getString("outcome");
    }
}
