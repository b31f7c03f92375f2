package io.dialer.agent.backend.embedded;

import static io.dialer.agent.backend.embedded.ApiRig.list;
import static io.dialer.agent.backend.embedded.ApiRig.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.bus.EmbeddedReply;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultCallsTest {
    @TempDir
    Path folder;

    private ApiRig rig;

    @BeforeEach
    void open() {
        rig = new ApiRig(folder);
        rig.addTask("");
        rig.addTask("");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void theFirstAgentsResultIsAnsweredAsTheContractHasIt() {
        EmbeddedReply reply = rig.post("/results", """
                {'task_id':'1','status':'success','response_time':0.0021,'message':'',
                 'details':{'status':'success','connected':true},'created_at':'2026-11-23T21:00:00.123456',
                 'agent_id':'book','agent_area':'guangzhou','tenant_id':null}""");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(object(reply).getMap())
                .containsKeys("details", "message", "tenant_id")
                .containsEntry("task_id", 1L)
                .containsEntry("id", 1L)
                .containsEntry("created_at", "2026-11-23T21:00:00.123456")
                .containsEntry("agent_id", "book");
        JsonObject task = object(reply).getJsonObject("task");
        assertThat(task.getInteger("execution_count")).isEqualTo(1);
        assertThat(task.getString("latest_status")).isEqualTo("success");
        assertThat(task.getDouble("avg_response_time")).isEqualTo(0.0021);
    }

    @Test
    void aRepeatIsAnsweredAsTheFirstTimeAndStoredOnce() {
        String body = "{'task_id':'1','status':'success','result_id':'01J0'}";

        EmbeddedReply first = rig.post("/results", body);
        EmbeddedReply second = rig.post("/results", body);

        assertThat(second.status()).isEqualTo(201);
        assertThat(object(second).getLong("id")).isEqualTo(object(first).getLong("id"));
        assertThat(object(rig.get("/results")).getLong("total")).isEqualTo(1);
        assertThat(object(rig.get("/tasks/1")).getInteger("execution_count")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'task_id':'99999','status':'success'} | task_id: task 99999 does not exist",
                "{'status':'success'}                   | task_id: it is needed, as a whole number or a text",
                "{'task_id':1.5,'status':'success'}     | task_id: it is needed, as a whole number or a text",
                "{'task_id':'1','status':'success','response_time':'fast'} | response_time: a number from 0 is needed, or null",
                "{'task_id':'1','status':'success','response_time':-1}     | response_time: a number from 0 is needed, or null",
                "{'task_id':'1','status':'success','response_time':1e400}  | response_time: a number from 0 is needed, or null",
                "{'task_id':'1'}                        | status: it is needed, as a text",
                "{'task_id':'1','status':5}             | status: it is needed, as a text",
                "{'task_id':'1','status':'success','created_at':'noon'} | created_at: noon is not allowed; allowed: a local time such as 2026-11-23T21:00:00.123456",
                "not json                               | the body is not a JSON object",
            })
    void aResultThatIsNoneIsRefusedForGood(String body, String message) {
        EmbeddedReply reply = rig.post("/results", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(400);
        assertThat(reply.message()).isEqualTo(message);
    }

    @Test
    void resultsAreFoundByEveryConditionNewestFirst() {
        post("1", "success", "book", "2026-11-23T10:00:00");
        post("1", "failed", "book", "2026-11-23T11:00:00");
        post("2", "success", "other", "2026-11-23T12:00:00");
        post("1", "success", "other", "2026-11-22T23:00:00");

        assertThat(times("/results"))
                .containsExactly(
                        "2026-11-23T12:00:00", "2026-11-23T11:00:00", "2026-11-23T10:00:00", "2026-11-22T23:00:00");
        assertThat(times("/results?task_id=1&status=success"))
                .containsExactly("2026-11-23T10:00:00", "2026-11-22T23:00:00");
        assertThat(times("/results?agent_id=other&start=2026-11-23")).containsExactly("2026-11-23T12:00:00");
        assertThat(times("/results?start=2026-11-23T10:00:00&end=2026-11-23T11:00:00Z"))
                .containsExactly("2026-11-23T11:00:00", "2026-11-23T10:00:00");
        assertThat(times("/results?page=2&size=3")).containsExactly("2026-11-22T23:00:00");
        assertThat(object(rig.get("/results?page=2&size=3")).getLong("total")).isEqualTo(4);
        assertThat(rig.get("/results?start=soon").status()).isEqualTo(400);
    }

    @Test
    void oneResultIsFoundByEitherId() {
        rig.post("/results", "{'task_id':'1','status':'success','result_id':'01J0','packet_loss':25.0}");

        assertThat(object(rig.get("/results/1")).getDouble("packet_loss")).isEqualTo(25.0);
        assertThat(object(rig.get("/results/01J0")).getLong("id")).isEqualTo(1);
        assertThat(rig.get("/results/2").status()).isEqualTo(404);
        assertThat(rig.call("DELETE", "/results/1", null).status()).isEqualTo(405);
    }

    @Test
    void anIdIsOneOnlyTogetherWithItsTaskAndAgent() {
        rig.post("/results", "{'task_id':'1','status':'success','result_id':'2'}");
        rig.post("/results", "{'task_id':'2','status':'success','result_id':'2'}");
        rig.post("/results", "{'task_id':'2','status':'success','result_id':'2','agent_id':'other'}");

        assertThat(object(rig.get("/results")).getLong("total")).isEqualTo(3);
        assertThat(object(rig.get("/results/2")).getString("result_id")).isEqualTo("2");
        assertThat(object(rig.get("/results/3")).getString("agent_id")).isEqualTo("other");
    }

    @ParameterizedTest
    @CsvSource({"9999-01-01T00:00:00", "2026-11-25T22:00:00"})
    void aTimeAheadIsTakenAndIsNotTheLatestForLong(String createdAt) {
        rig.post("/results", "{'task_id':'1','status':'failed','created_at':'%s'}".formatted(createdAt));
        rig.clock.move(Duration.ofSeconds(1));
        rig.post("/results", "{'task_id':'1','status':'success'}");

        assertThat(object(rig.get("/results?task_id=1")).getJsonArray("list"))
                .extracting(result -> ((JsonObject) result).getString("status"))
                .containsExactly("success", "failed");
    }

    @Test
    void aTimeThatIsNoneIsRefusedAloneInABatch() {
        EmbeddedReply reply = rig.post(
                "/results/batch",
                "{'results':[{'task_id':'1','status':'success'},"
                        + "{'task_id':'1','status':'success','created_at':'+999999999-12-31T23:59:59Z'}]}");

        assertThat(object(reply).getLong("accepted")).isEqualTo(1);
        assertThat(object(reply).getJsonArray("refused").getJsonObject(0).getInteger("code"))
                .isEqualTo(400);
    }

    @Test
    void aPageThatWouldFillTheMemoryIsRefusedAndNotCut() {
        String details = "x".repeat(900_000);
        for (int result = 0; result < 10; result++) {
            rig.post("/results", "{'task_id':'1','status':'success','details':{'text':'%s'}}".formatted(details));
        }

        assertThat(rig.get("/results?size=10").message()).contains("ask for a smaller page");
        assertThat(list(rig.get("/results?size=5"))).hasSize(5);
    }

    @Test
    void anIdOfAnyLengthIsNotKept() {
        String body = "{'task_id':'1','status':'success','result_id':'%s'}".formatted("x".repeat(129));

        assertThat(rig.post("/results", body).message()).isEqualTo("result_id: 128 characters at most are allowed");
    }

    @Test
    void aBatchTellsWhatBecameOfEach() {
        rig.post("/results", "{'task_id':'1','status':'success','result_id':'A'}");

        EmbeddedReply reply = rig.post("/results/batch", """
                {'results': [{'task_id':'1','status':'success','result_id':'A'},
                             {'task_id':'1','status':'success','result_id':'B'},
                             {'task_id':'2','status':'success','result_id':'C'},
                             {'task_id':'9','status':'success','result_id':'D'},
                             7]}""");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(object(reply).getLong("accepted")).isEqualTo(2);
        assertThat(object(reply).getLong("duplicates")).isEqualTo(1);
        assertThat(object(reply).getJsonArray("refused"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("result_id", "D")
                                .put("code", 400)
                                .put("message", "task_id: task 9 does not exist"))
                        .add(new JsonObject()
                                .putNull("result_id")
                                .put("code", 400)
                                .put("message", "it is not an object")));
        assertThat(rig.post("/results/batch", "{}").message()).isEqualTo("results: a list is needed");
    }

    @Test
    void aLateResultCountsButTheLatestStatusStays() {
        post("1", "success", "book", "2026-11-23T12:00:00");
        post("1", "failed", "book", "2026-11-23T11:00:00");

        JsonObject task = object(rig.get("/tasks/1"));
        assertThat(task.getString("latest_status")).isEqualTo("success");
        assertThat(task.getInteger("execution_count")).isEqualTo(2);
    }

    @Test
    void timesFromAHundredSecondsOnAreMilliseconds() {
        rig.post("/results", "{'task_id':'1','status':'success','response_time':2}");
        rig.post("/results", "{'task_id':'1','status':'success','response_time':120000}");

        assertThat(object(rig.get("/tasks/1")).getDouble("avg_response_time")).isEqualTo(61.0);
    }

    @Test
    void oldResultsAreForgottenAndStillCount() {
        post("1", "success", "book", "2026-10-01T12:00:00");
        post("1", "success", "book", "2026-11-23T12:00:00");

        long gone = Waiting.on(
                rig.results().forgetBefore(Instant.parse("2026-11-01T00:00:00Z").toEpochMilli()));

        assertThat(gone).isEqualTo(1);
        assertThat(times("/results")).containsExactly("2026-11-23T12:00:00");
        assertThat(object(rig.get("/tasks/1")).getInteger("execution_count")).isEqualTo(2);
    }

    private void post(String taskId, String status, String agentId, String createdAt) {
        assertThat(rig.post(
                                "/results",
                                "{'task_id':'%s','status':'%s','agent_id':'%s','created_at':'%s'}"
                                        .formatted(taskId, status, agentId, createdAt))
                        .status())
                .isEqualTo(201);
    }

    private List<String> times(String pathAndQuery) {
        return list(rig.get(pathAndQuery)).stream()
                .map(result -> ((JsonObject) result).getString("created_at"))
                .toList();
    }
}
