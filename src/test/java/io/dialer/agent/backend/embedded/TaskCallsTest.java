package io.dialer.agent.backend.embedded;

import static io.dialer.agent.backend.embedded.ApiRig.list;
import static io.dialer.agent.backend.embedded.ApiRig.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.bus.EmbeddedReply;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskCallsTest {
    @TempDir
    Path folder;

    private ApiRig rig;

    @BeforeEach
    void open() {
        rig = new ApiRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aNewTaskHasEveryFieldOfTheContract() {
        EmbeddedReply reply = rig.post(
                "/tasks",
                "{'name': 'home', 'type': 'http', 'target': 'https://x/', 'interval': 60, 'tenant_id': 'T1', 'id': 99}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.code()).isZero();
        assertThat(object(reply).getMap())
                .containsOnlyKeys(
                        "agent_ids",
                        "alarm_config",
                        "avg_response_time",
                        "config",
                        "created_at",
                        "enabled",
                        "execution_count",
                        "id",
                        "interval",
                        "latest_status",
                        "name",
                        "status",
                        "target",
                        "tenant_id",
                        "type",
                        "updated_at")
                .containsEntry("id", 1L)
                .containsEntry("tenant_id", "T1")
                .containsEntry("created_at", "2026-11-23T21:00:00.123456")
                .containsEntry("execution_count", 0L);
        assertThat(rig.changes).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                    | interval: null is not allowed; allowed: seconds, at least 1",
                "{'name': 'n', 'type': 'tcp', 'target': 'a'}           | interval: null is not allowed; allowed: seconds, at least 1",
                "{'name': 'n', 'type': '', 'target': 'a', 'interval': 5}  | type: '' is not allowed; allowed: a text that is not empty",
                "{'name': 'n', 'type': 'tcp', 'target': {}, 'interval': 5} | target: {} is not allowed; allowed: a text that is not empty",
                "{'name': 'n', 'type': 'tcp', 'target': 'a', 'interval': 0.5} | interval: 0.5 is not allowed; allowed: seconds, at least 1",
                "{'name': 'n', 'type': 'tcp', 'target': 'a', 'interval': 5, 'enabled': 1} | enabled: 1 is not allowed; allowed: true or false",
                "[]                                                    | the body is not a JSON object",
                "{                                                     | the body is not a JSON object",
                "``                                                    | the body is empty; allowed: a JSON object",
            })
    void aTaskThatIsNoTaskIsRefusedByField(String body, String message) {
        EmbeddedReply reply = rig.post("/tasks", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(400);
        assertThat(reply.message().replace('"', '\'')).isEqualTo(message);
        assertThat(Files.exists(folder.resolve("tasks.json"))).isFalse();
    }

    @Test
    void jsonInsideJsonBecomesWhatItSays() {
        JsonObject task = object(rig.post("/tasks", """
                {'name': 'n', 'type': 'tcp', 'target': 'a:1', 'interval': 5,
                 'config': '{\\'timeout\\': 2}', 'agent_ids': '[\\'book\\']'}""".replace("\\'", "\\\"")));

        assertThat(task.getJsonObject("config")).isEqualTo(new JsonObject().put("timeout", 2));
        assertThat(task.getJsonArray("agent_ids")).isEqualTo(new JsonArray().add("book"));
        assertThat(ids(rig.get("/tasks/agent?agent_id=other"))).isEmpty();
    }

    @Test
    void anUpdateWritesTheFieldsItNames() {
        int id = rig.addTask(", 'config': {'timeout': 3}");
        rig.clock.move(Duration.ofMinutes(1));

        JsonObject changed = object(rig.call("PUT", "/tasks/" + id, "{'interval': 30, 'enabled': false}"));

        assertThat(changed.getInteger("interval")).isEqualTo(30);
        assertThat(changed.getBoolean("enabled")).isFalse();
        assertThat(changed.getJsonObject("config")).isEqualTo(new JsonObject().put("timeout", 3));
        assertThat(changed.getString("created_at")).isEqualTo("2026-11-23T21:00:00.123456");
        assertThat(changed.getString("updated_at")).isEqualTo("2026-11-23T21:01:00.123456");
    }

    @Test
    void anUpdateReplacesOptionsAsAWhole() {
        int id = rig.addTask(", 'config': {'timeout': 3}");

        JsonObject changed = object(rig.call("PUT", "/tasks/" + id, "{'config': {'min_days': 1}}"));

        assertThat(changed.getJsonObject("config")).isEqualTo(new JsonObject().put("min_days", 1));
    }

    @Test
    void aWrongUpdateChangesNothing() {
        int id = rig.addTask("");

        assertThat(rig.call("PUT", "/tasks/" + id, "{'interval': 'soon'}").status())
                .isEqualTo(400);
        assertThat(object(rig.get("/tasks/" + id)).getInteger("interval")).isEqualTo(5);
    }

    @Test
    void aDeletedTaskIsGoneAndItsIdIsNotUsedAgain() {
        int id = rig.addTask("");

        assertThat(rig.call("DELETE", "/tasks/" + id, null).status()).isEqualTo(200);
        assertThat(rig.get("/tasks/" + id).status()).isEqualTo(404);
        assertThat(rig.call("DELETE", "/tasks/" + id, null).status()).isEqualTo(404);
        assertThat(rig.addTask("")).isEqualTo(id + 1);
    }

    @Test
    void anAgentGetsItsOwnTasksByItsExactIdAndThoseOfEverybody() {
        int book = rig.addTask(", 'agent_ids': ['book']");
        int everybody = rig.addTask("");
        rig.addTask(", 'agent_ids': ['other']");
        rig.addTask(", 'agent_ids': ['book'], 'enabled': false");

        assertThat(ids(rig.get("/tasks/agent?enabled=true&agent_id=book"))).containsExactly(book, everybody);
        assertThat(ids(rig.get("/tasks/agent?enabled=true&agent_id=boo"))).containsExactly(everybody);
    }

    @Test
    void listsComeInPagesButAnAgentThatKnowsNoneGetsAll() {
        for (int task = 0; task < 25; task++) {
            rig.addTask("");
        }

        assertThat(ids(rig.get("/tasks"))).hasSize(20);
        assertThat(ids(rig.get("/tasks?page=2"))).containsExactly(21, 22, 23, 24, 25);
        assertThat(ids(rig.get("/tasks?page=9"))).isEmpty();
        assertThat(ids(rig.get("/tasks/agent?page=3&size=10"))).hasSize(5);
        assertThat(object(rig.get("/tasks/agent?page=3&size=10")).getInteger("total"))
                .isEqualTo(25);
        assertThat(ids(rig.get("/tasks/agent"))).hasSize(25);
        assertThat(ids(rig.get("/tasks/agent?page=2"))).hasSize(5);
        assertThat(rig.get("/tasks?size=0").status()).isEqualTo(400);
    }

    @Test
    void whatWasAnsweredOutlivesAKill() throws Exception {
        int id = rig.addTask("");

        Path copy = Files.createDirectory(folder.resolve("copy"));
        Files.copy(folder.resolve("tasks.json"), copy.resolve("tasks.json"));
        try (ApiRig afterKill = new ApiRig(copy)) {
            assertThat(object(afterKill.get("/tasks/" + id)).getString("target"))
                    .isEqualTo("a:1");
        }
    }

    @Test
    void manyEditsAtOnceAreEachAnsweredWithTheirOwnOutcome() {
        int id = rig.addTask("");
        List<Future<TaskBook>> edits = new ArrayList<>();
        for (int interval = 10; interval < 60; interval++) {
            JsonObject written = new JsonObject().put("interval", interval);
            edits.add(rig.tasks.edit(book -> book.with(
                    String.valueOf(id),
                    TaskForm.updated(Objects.requireNonNull(book.tasks().get(String.valueOf(id))), written))));
        }
        Future<TaskBook> refused = rig.tasks.edit(book -> {
            throw Refusal.badRequest("no");
        });

        assertThat(Waiting.forFailureOf(refused)).hasMessage("no");
        for (int index = 0; index < edits.size(); index++) {
            assertThat(Waiting.on(edits.get(index)).tasks().values())
                    .extracting(task -> task.getInteger("interval"))
                    .containsExactly(10 + index);
        }
        assertThat(object(rig.get("/tasks/" + id)).getInteger("interval")).isEqualTo(59);
    }

    @Test
    void wrongMethodsAndPathsAreSaid() {
        assertThat(rig.call("PATCH", "/tasks", null).status()).isEqualTo(405);
        assertThat(rig.call("POST", "/tasks/1", "{}").message())
                .isEqualTo("POST is not allowed; allowed: GET, PUT, DELETE");
        assertThat(rig.get("/tasks/1/2").status()).isEqualTo(404);
        assertThat(rig.get("/nothing").status()).isEqualTo(404);
        assertThat(rig.get("/").status()).isEqualTo(404);
        assertThat(rig.get("/tasks/%zz").status()).isEqualTo(400);
    }

    private static List<Integer> ids(EmbeddedReply reply) {
        JsonArray list = list(reply);
        return list.stream()
                .map(task -> ((Number) ((JsonObject) task).getValue("id")).intValue())
                .toList();
    }
}
