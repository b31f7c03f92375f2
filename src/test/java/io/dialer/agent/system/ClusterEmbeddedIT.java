package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of a cluster without a backend elsewhere have one store together. */
class ClusterEmbeddedIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TASKS = 30;

    @TempDir
    private Path folder;

    private final Targets targets = new Targets();
    private final List<ClusterMember> members = new ArrayList<>();

    @AfterEach
    void close() {
        members.forEach(ClusterMember::close);
        targets.close();
    }

    @Test
    void tasksMadeAtAnyMemberRunOnAllAndOutliveTheLeader() throws Exception {
        JsonObject cluster = new JsonObject().put("name", "store").put("port", ClusterRig.portForTen());
        for (String name : List.of("a", "b", "c")) {
            start(name, cluster);
        }
        awaitMembers();
        ClusterMember follower = follower();
        for (int id = 1; id <= TASKS; id++) {
            assertThat(follower.call("POST", "/api/v1/tasks", task())).isPresent();
        }
        assertThat(follower.call("POST", "/api/v1/system-variables", variable()))
                .isPresent();
        awaitTasks(TASKS);
        assertThat(members).allSatisfy(member -> assertThat(member.tasks()).isPositive());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(members)
                        .allSatisfy(member -> assertThat(results(member)).isGreaterThan(TASKS)));

        ClusterMember leader =
                members.stream().filter(ClusterMember::leads).findFirst().orElseThrow();
        members.remove(leader);
        leader.agent.kill();
        awaitMembers();
        awaitTasks(TASKS);
        ClusterMember left = members.getFirst();
        assertThat(left.get("/api/v1/system-variables").orElseThrow().encode()).contains("REGION");
        long before = results(left);
        await().atMost(PATIENCE).until(() -> results(left) > before + TASKS);

        assertThat(left.call("DELETE", "/api/v1/tasks/" + anyTask(left), null)).isPresent();
        awaitTasks(TASKS - 1);
        start(leader.name, cluster);
        awaitMembers();
        awaitTasks(TASKS - 1);
    }

    private void start(String name, JsonObject cluster) throws IOException {
        JsonObject config = AgentProcess.config("stored", "embedded")
                .put("cluster", cluster)
                .put("console", new JsonObject().put("port", 0).put("token", ContractBackend.TOKEN));
        members.add(ClusterMember.start(folder, name, config, List.of()));
    }

    private void awaitMembers() {
        await().atMost(PATIENCE)
                .until(() -> members.stream()
                        .allMatch(member -> member.activeMembers().size() == members.size()));
    }

    private void awaitTasks(int count) {
        await().atMost(PATIENCE)
                .until(() -> members.stream().mapToInt(ClusterMember::tasks).sum() == count
                        && members.stream().allMatch(member -> total(member, "/api/v1/tasks") == count));
    }

    private ClusterMember follower() {
        return members.stream().filter(member -> !member.leads()).findFirst().orElseThrow();
    }

    private static String anyTask(ClusterMember member) {
        return member.get("/api/v1/tasks")
                .orElseThrow()
                .getJsonObject("data")
                .getJsonArray("list")
                .getJsonObject(0)
                .getValue("id")
                .toString();
    }

    private static long results(ClusterMember member) {
        return total(member, "/api/v1/results");
    }

    private static long total(ClusterMember member, String path) {
        return member.get(path)
                .map(body -> body.getJsonObject("data").getLong("total"))
                .orElse(-1L);
    }

    private static JsonObject variable() {
        return new JsonObject().put("name", "$REGION").put("value", "south");
    }

    private JsonObject task() {
        return new JsonObject()
                .put("name", "front")
                .put("type", "tcp")
                .put("target", targets.open())
                .put("interval", 1)
                .put("enabled", true)
                .put("config", new JsonObject())
                .put("agent_ids", new JsonArray());
    }
}
