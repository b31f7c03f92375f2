package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent with nothing but its jar, its API, and a second agent that uses it as its backend. */
class EmbeddedIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private int port;
    private Api api;

    @BeforeEach
    void choosePort() throws Exception {
        port = Ports.free();
        api = new Api(port, null);
    }

    @AfterEach
    void closeClient() {
        api.close();
    }

    @Test
    void measurementsAreListedSecondsAfterTheStartAndSigtermEndsItCleanly() throws Exception {
        long startedAt = System.nanoTime();
        try (AgentProcess agent = start(tasks("[" + task(1, "tcp", "127.0.0.1:" + port) + "]"))) {
            await().atMost(SOON).ignoreExceptions().until(() -> total("") > 0);
            System.out.printf(
                    "EmbeddedIT: first result listed %.1f s after the command%n",
                    (System.nanoTime() - startedAt) / 1e9);

            JsonObject result = api.get("/api/v1/results?size=1").list().getFirst();
            assertThat(result.getInteger("task_id")).isEqualTo(1);
            assertThat(result.getString("status")).isEqualTo("success");
            assertThat(result.getJsonObject("details").getString("outcome")).isEqualTo("success");

            long toldAt = System.nanoTime();
            assertThat(agent.terminate(10)).isZero();
            System.out.printf("EmbeddedIT: ended %.1f s after SIGTERM%n", (System.nanoTime() - toldAt) / 1e9);
            assertThat(System.nanoTime() - toldAt)
                    .isLessThan(Duration.ofSeconds(5).toNanos());
        }
    }

    @Test
    void aTaskMadeChangedAndDeletedByTheApiIsMeasuredAtOnceAndStopsAtOnce() throws Exception {
        try (AgentProcess _ = start(tasks("[]"))) {
            await().atMost(SOON).until(api::ready);
            JsonObject task = new JsonObject(task(0, "tcp", "127.0.0.1:" + port));
            int id = api.call("POST", "/api/v1/tasks", task).object().getInteger("id");
            await().atMost(SOON).until(() -> total("?task_id=" + id + "&status=success") > 0);

            api.call("PUT", "/api/v1/tasks/" + id, new JsonObject().put("target", "127.0.0.1:1"));
            await().atMost(SOON).until(() -> total("?task_id=" + id + "&status=failed") > 0);

            api.call("DELETE", "/api/v1/tasks/" + id, null);
            await().atMost(SOON).until(() -> runningTasks() == 0);
        }
    }

    @Test
    void editsByTheApiSurviveARestartWithAReadOnlyTasksFile() throws Exception {
        Path file = tasks("[" + task(1, "tcp", "a:1") + "," + task(2, "tcp", "b:2") + "]");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        try (AgentProcess agent = start(file)) {
            await().atMost(SOON).until(api::ready);
            api.call("PUT", "/api/v1/tasks/1", new JsonObject().put("target", "c:3"));
            api.call("DELETE", "/api/v1/tasks/2", null);
            api.call("POST", "/api/v1/tasks", new JsonObject(task(0, "ping", "127.0.0.1")));
            agent.kill();
        }
        try (AgentProcess _ = start(file)) {
            await().atMost(SOON).until(api::ready);
            assertThat(targets()).containsExactlyInAnyOrder("c:3", "127.0.0.1");
        }
    }

    @Test
    void aBrokenTasksFileChangesNothingAndIsSaidWithLineAndField() throws Exception {
        Path file = tasks("[" + task(1, "tcp", "a:1") + "]");
        try (AgentProcess agent = start(file)) {
            await().atMost(SOON).until(api::ready);

            Files.writeString(
                    file, "[" + task(1, "tcp", "a:1") + ",\n{\"id\": 2, \"type\": \"tcp\", \"target\": \"b\"}]");
            await().atMost(SOON)
                    .until(
                            () -> agent.output()
                                    .contains(
                                            "line 2, column 1: [1].interval: null is not allowed; allowed: seconds, at least 1"));
            assertThat(targets()).containsExactly("a:1");

            Files.writeString(file, "[" + task(2, "tcp", "b:2") + "]");
            await().atMost(SOON).until(() -> targets().equals(Set.of("b:2")));
        }
        Files.writeString(file, "[{");
        try (AgentProcess agent = start(file)) {
            await().atMost(SOON).until(api::ready);
            assertThat(agent.output()).contains("line 1, column 3: is not JSON");
            assertThat(targets()).containsExactly("b:2");
        }
    }

    @Test
    void aSecondAgentUsesTheFirstAsItsBackend() throws Exception {
        JsonArray both = new JsonArray().add("first").add("second");
        String shared = new JsonObject(task(1, "tcp", "127.0.0.1:" + port))
                .put("agent_ids", both)
                .encode();
        String ofSecond = new JsonObject(task(2, "ping", "127.0.0.1"))
                .put("agent_ids", new JsonArray().add("second"))
                .encode();
        JsonObject first = config(tasks("[" + shared + "," + ofSecond + "]"))
                .put("agent_id", "first")
                .put("auth_required", true)
                .put("api_token", ContractBackend.TOKEN);
        Path otherFolder = Files.createDirectory(folder.resolve("other"));
        JsonObject second = AgentProcess.config("second", "http://127.0.0.1:" + port)
                .put("console", new JsonObject().put("port", Ports.free()));
        try (AgentProcess _ = AgentProcess.start(folder, first);
                AgentProcess _ = AgentProcess.start(otherFolder, second)) {
            await().atMost(SOON).ignoreExceptions().until(() -> total("?task_id=1&agent_id=first") > 1);
            await().atMost(SOON).until(() -> total("?task_id=1&agent_id=second") > 1);
            await().atMost(SOON).until(() -> total("?task_id=2&agent_id=second") > 1);
            assertThat(total("?task_id=2&agent_id=first")).isZero();

            List<JsonObject> nodes = api.get("/api/v1/nodes").list();
            // Both start at the same time, and either may be the first to register.
            assertThat(nodes)
                    .extracting(node -> node.getString("agent_id"))
                    .containsExactlyInAnyOrder("first", "second");
            assertThat(nodes).extracting(node -> node.getString("status")).containsOnly("online");
            await().atMost(SOON)
                    .until(() -> api.get("/api/v1/nodes").list().stream()
                            .allMatch(node -> node.getJsonObject("thread_pool").getInteger("completed_tasks", 0) > 0));
            assertThat(api.get("/api/v1/tasks/agent").status()).isEqualTo(401);
        }
    }

    @Test
    void aTakenPortEndsAnAgentThatOthersRelyOnWithThreeAndOneLine() throws Exception {
        try (ServerSocket taken = Ports.taken()) {
            port = taken.getLocalPort();
            try (AgentProcess agent = start(tasks("[]"))) {
                assertThat(agent.exitCode(20)).isEqualTo(3);
                assertThat(agent.output().lines().filter(line -> !line.contains(" INFO ")))
                        .singleElement()
                        .asString()
                        .contains("console.port " + port)
                        .contains("in use");
                assertThat(Files.readString(folder.resolve("logs/agent.log")))
                        .contains("the agent does not start")
                        .contains("in use");
            }
        }
    }

    @Test
    void aTakenPortDoesNotKeepAnAgentFromProbingForARemoteBackend() throws Exception {
        try (ContractBackend backend = ContractBackend.start()) {
            backend.addTask(1, "ping", "127.0.0.1", 1, new JsonObject().put("count", 1), "book");
            JsonObject config =
                    AgentProcess.config("book", backend.url()).put("console", new JsonObject().put("port", port));
            try (AgentProcess agent = whileTaken(config, backend)) {
                await().atMost(SOON).until(api::ready);
                assertThat(agent.terminate(10)).isZero();
            }
        }
    }

    private AgentProcess whileTaken(JsonObject config, ContractBackend backend) throws Exception {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            AgentProcess agent = AgentProcess.start(folder, config);
            await().atMost(SOON).until(() -> !backend.results.isEmpty());
            assertThat(agent.output()).contains("WARN").contains("no console; probing goes on");
            return agent;
        }
    }

    private AgentProcess start(Path tasksFile) throws Exception {
        return AgentProcess.start(folder, config(tasksFile));
    }

    private JsonObject config(Path tasksFile) {
        return AgentProcess.config("book", "embedded")
                .put("auth_required", false)
                .put("state_dir", folder.resolve("data").toString())
                .put("embedded", new JsonObject().put("tasks", tasksFile.toString()))
                .put("console", new JsonObject().put("port", port));
    }

    private Path tasks(String json) throws Exception {
        return Files.writeString(folder.resolve("my-tasks.json"), json);
    }

    private static String task(int id, String type, String target) {
        return new JsonObject()
                .put("id", id)
                .put("name", "task " + id)
                .put("type", type)
                .put("target", target)
                .put("interval", 1)
                .put("config", new JsonObject().put("timeout", 2))
                .encode();
    }

    private long total(String query) throws Exception {
        return api.get("/api/v1/results" + query).total();
    }

    private Set<String> targets() throws Exception {
        return api.get("/api/v1/tasks").list().stream()
                .map(task -> task.getString("target"))
                .collect(Collectors.toSet());
    }

    private int runningTasks() throws Exception {
        return api.get("/api/v1/nodes")
                .list()
                .getFirst()
                .getJsonObject("task_status")
                .getInteger("total_tasks");
    }
}
