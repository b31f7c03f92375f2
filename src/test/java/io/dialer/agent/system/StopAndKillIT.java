package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ends of an agent: asked to, told to twice, and killed. */
class StopAndKillIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final ContractBackend backend = ContractBackend.start();
    private final Targets targets = new Targets();

    @AfterEach
    void close() {
        backend.close();
        targets.close();
    }

    private void addTasks(int tcp, int slow) {
        for (int id = 1; id <= tcp; id++) {
            backend.addTask(id, "tcp", targets.open(), 1, new JsonObject(), "book");
        }
        for (int id = tcp + 1; id <= tcp + slow; id++) {
            backend.addTask(id, "http", targets.http("/?delay_ms=1500"), 2, new JsonObject(), "book");
        }
    }

    private AgentProcess agent() throws Exception {
        return AgentProcess.start(folder, AgentProcess.config("book", backend.url()));
    }

    @Test
    void aStopUnderLoadDrainsAndLosesNothing() throws Exception {
        addTasks(200, 20);
        try (AgentProcess agent = agent()) {
            await().atMost(PATIENCE).until(() -> backend.results.size() >= 1_000);
            await().atMost(PATIENCE)
                    .until(() ->
                            backend.lastHeartbeat().getJsonObject("thread_pool").getInteger("active_threads") > 5);
            assertThat(agent.terminate(20)).isZero();

            JsonObject last = backend.lastHeartbeat();
            assertThat(last.getString("status")).isEqualTo("draining");
            assertThat(last.getJsonObject("thread_pool").getInteger("active_threads"))
                    .isZero();
            long completed = last.getJsonObject("thread_pool").getLong("completed_tasks");
            Set<String> ids = new HashSet<>();
            backend.results.forEach(result -> ids.add(result.getString("result_id")));
            assertThat(ids)
                    .as("every run that ended is delivered, or waits on disk")
                    .hasSize((int) (completed - waitingOnDisk()));
            assertThat(agent.output())
                    .contains("drained")
                    .contains("agent stopped")
                    .doesNotContain(" ERROR ")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void aSecondSignalEndsAtOnce() throws Exception {
        backend.addTask(1, "http", targets.mute(), 60, new JsonObject().put("timeout", 60), "book");
        try (AgentProcess agent = agent()) {
            await().atMost(PATIENCE)
                    .until(() -> backend.lastHeartbeat()
                                    .getJsonObject("thread_pool", new JsonObject())
                                    .getInteger("active_threads", 0)
                            == 1);
            agent.signal("TERM");
            await().atMost(PATIENCE).until(() -> agent.output().contains("draining"));
            assertThat(agent.isAlive()).isTrue();
            agent.signal("TERM");
            assertThat(agent.exitCode(3)).isEqualTo(143);
        }
    }

    @Test
    void whatWasCommittedBeforeAKillIsDeliveredAfterTheRestart() throws Exception {
        addTasks(100, 0);
        backend.resultMode = ContractBackend.ResultMode.HTML_502;
        try (AgentProcess agent = agent()) {
            await().atMost(PATIENCE).until(() -> backend.outboxDepth() >= 500);
            agent.kill();
        }
        List<String> committed = idsOnDisk();
        assertThat(committed).hasSizeGreaterThanOrEqualTo(500);
        backend.tasks.clear();
        backend.resultMode = ContractBackend.ResultMode.WELL;
        try (AgentProcess agent = agent()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(idsDelivered()).containsAll(committed));
            assertThat(agent.terminate(10)).isZero();
        }
        assertThat(backend.results.stream().map(result -> result.getString("result_id")))
                .doesNotHaveDuplicates();
        assertThat(waitingOnDisk()).isZero();
    }

    private List<String> idsDelivered() {
        return backend.results.stream()
                .map(result -> result.getString("result_id"))
                .toList();
    }

    private long waitingOnDisk() throws SQLException {
        return idsOnDisk().size();
    }

    private List<String> idsOnDisk() throws SQLException {
        List<String> ids = new java.util.ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/outbox.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT result_id FROM pending")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }
}
