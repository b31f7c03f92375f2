package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.system.ContractBackend.VariableMode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** System variables of a backend that answers as the contract shows. */
class VariablesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final Targets targets = new Targets();
    private final ContractBackend backend = ContractBackend.start();

    @BeforeEach
    void addTask() {
        // Of tenant-1, as this backend has it.
        backend.addTask(1, "api", targets.http(""), 1, new JsonObject().put("steps", steps()), "book");
    }

    @AfterEach
    void close() {
        backend.close();
        targets.close();
        assertThat(backend.complaints).isEmpty();
    }

    private static JsonArray steps() {
        return new JsonArray().add(new JsonObject().put("request", new JsonObject().put("url", "/$path")));
    }

    @Test
    void arePagedAndSelectedByTenantAndAChangeCountsAtTheNextSync() throws Exception {
        backend.variableMode = VariableMode.WELL;
        for (int index = 0; index < 45; index++) {
            backend.addVariable("$other_" + index, "x", false, null);
        }
        backend.addVariable("$path", "shared", false, null);
        backend.addVariable("path", "foreign", false, "tenant-2");
        try (AgentProcess _ = agent()) {
            await().atMost(PATIENCE).until(() -> lastUrl().endsWith("/shared"));
            assertThat(backend.variableCalls.get()).isGreaterThanOrEqualTo(3);

            backend.addVariable("$path", "own", false, "tenant-1");
            await().atMost(PATIENCE).until(() -> lastUrl().endsWith("/own"));

            backend.variableMode = VariableMode.ERROR_500;
            int calls = backend.variableCalls.get();
            await().atMost(PATIENCE).until(() -> backend.variableCalls.get() >= calls + 3);
            int results = backend.results.size();
            await().atMost(PATIENCE).until(() -> backend.results.size() >= results + 2);
            assertThat(lastUrl()).endsWith("/own");
        }
    }

    @Test
    void areNotNeededAndTheirRefusalIsSaidOnce() throws Exception {
        try (AgentProcess agent = agent()) {
            await().atMost(PATIENCE).until(() -> backend.variableCalls.get() >= 4 && !backend.results.isEmpty());

            assertThat(lastUrl()).endsWith("/$path");
            assertThat(details().getJsonArray("warnings")).containsExactly("steps[0]: unknown variable $path");
            assertThat(agent.output().lines().filter(line -> line.contains("gives this agent no system variables")))
                    .hasSize(1);
        }
    }

    @Test
    void thatDoNotComeDoNotHoldTheTasksUp() throws Exception {
        backend.variableMode = VariableMode.SILENT;
        try (AgentProcess _ = agent()) {
            await().atMost(PATIENCE).until(() -> !backend.results.isEmpty());
        }
    }

    @Test
    void thatAreMaskedFailTheRunThatNamesThem() throws Exception {
        backend.variableMode = VariableMode.WELL;
        backend.addVariable("$path", "***", true, null);
        try (AgentProcess _ = agent()) {
            await().atMost(PATIENCE).until(() -> !backend.results.isEmpty());

            JsonObject result = backend.results.element();
            assertThat(result.getString("status")).isEqualTo("failed");
            assertThat(result.getString("message")).contains("$path");
            assertThat(details().getString("outcome")).isEqualTo("error");
            assertThat(details().getJsonObject("variables")).isEqualTo(new JsonObject().put("$path", "***"));
        }
    }

    @Test
    void areKnownAtAStartWithoutABackend() throws Exception {
        backend.variableMode = VariableMode.WELL;
        backend.addVariable("$path", "kept", false, null);
        try (AgentProcess agent = agent()) {
            await().atMost(PATIENCE).until(() -> lastUrl().endsWith("/kept"));
            assertThat(agent.terminate(20)).isZero();
        }
        backend.listMode = ContractBackend.ListMode.ERROR_500;
        backend.results.clear();
        try (AgentProcess _ = agent()) {
            await().atMost(PATIENCE).until(() -> !backend.results.isEmpty());
            assertThat(List.copyOf(backend.results))
                    .allSatisfy(result -> assertThat(url(result)).endsWith("/kept"));
        }
    }

    @Test
    void ofOneBackendAreNotGivenToAnother() throws Exception {
        backend.variableMode = VariableMode.WELL;
        backend.addVariable("$path", "secret-of-one", false, null);
        try (ContractBackend other = ContractBackend.start();
                ReloadRig rig = new ReloadRig("VariablesIT", folder, AgentProcess.config("book", backend.url()))) {
            other.addTask(1, "api", targets.http(""), 1, new JsonObject().put("steps", steps()), "book");
            other.variableMode = VariableMode.ERROR_500;
            await().atMost(PATIENCE).until(() -> lastUrl().endsWith("/secret-of-one"));
            rig.change("server_url", other.url());
            rig.sees("server_url", () -> other.results.size() > 1);
            assertThat(rig.agent.terminate(20)).isZero();

            // The first may be one that was waiting.
            assertThat(List.copyOf(other.results).getLast().encode()).doesNotContain("secret-of-one");
            String cached = Files.readString(folder.resolve("data/tasks-cache.json"));
            assertThat(cached).contains(other.url()).doesNotContain("secret-of-one");
        }
    }

    private AgentProcess agent() throws Exception {
        return AgentProcess.start(folder, AgentProcess.config("book", backend.url()));
    }

    private JsonObject details() {
        return backend.results.stream()
                .reduce((first, second) -> second)
                .orElseThrow()
                .getJsonObject("details");
    }

    private String lastUrl() {
        return backend.results.stream()
                .reduce((first, second) -> second)
                .map(VariablesIT::url)
                .orElse("");
    }

    private static String url(JsonObject result) {
        JsonArray steps = result.getJsonObject("details").getJsonArray("steps");
        return steps.getJsonObject(0).getString("final_url", "");
    }
}
