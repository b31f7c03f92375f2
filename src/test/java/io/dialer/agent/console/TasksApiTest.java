package io.dialer.agent.console;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.RunOnce;
import io.dialer.agent.bus.TaskListing;
import io.dialer.agent.bus.TaskListing.Activity;
import io.dialer.agent.bus.TaskListing.LastRun;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.Results;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TasksApiTest {
    private static final List<TaskListing.Entry> ENTRIES = List.of(
            entry("1", "http", "http://Shop.example/", Activity.RUNNING, Outcome.SUCCESS),
            entry("2", "tcp", "shop.example:22", Activity.IDLE, Outcome.FAILED),
            entry("3", "tcp", "other.example:22", Activity.QUEUED, null));

    private final Vertx vertx = Vertx.vertx();
    private final WebClient client = WebClient.create(vertx);
    private final List<RunOnce> runs = new CopyOnWriteArrayList<>();
    private final int port;

    TasksApiTest() {
        Bus bus = new Bus(vertx);
        bus.answer(
                Addresses.SCHEDULER_LIST,
                query -> Future.succeededFuture(new TaskListing(ENTRIES.stream()
                        .filter(entry ->
                                query.taskId() == null || entry.task().id().equals(query.taskId()))
                        .toList())));
        bus.answer(Addresses.SCHEDULER_RUN, request -> {
            runs.add(request);
            return "3".equals(request.taskId())
                    ? Future.failedFuture("the pool's queue is full")
                    : Future.succeededFuture(Results.of("7", "r7"));
        });
        Router router = Router.router(vertx);
        new AgentApi(
                        vertx,
                        bus,
                        new Doorkeeper(new Access(
                                Configurations.of("{'console': {'token': 'c0nsole', 'read_token': 'l00k'}}"))),
                        new Self(Configurations.of("{}"), "2.0.0"))
                .addTo(router);
        HttpServer server =
                Waiting.on(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        port = server.actualPort();
    }

    @AfterEach
    void close() {
        Waiting.on(vertx.close());
    }

    @Test
    void listsWhatEachTaskDoes() {
        JsonObject answer = get("/tasks").bodyAsJsonObject();
        assertThat(answer.getInteger("total")).isEqualTo(3);
        assertThat(answer.getValue("next_cursor")).isNull();
        assertThat(answer.getJsonArray("list").getJsonObject(1))
                .isEqualTo(new JsonObject()
                        .put("id", "2")
                        .put("name", "task 2")
                        .put("type", "tcp")
                        .put("target", "shop.example:22")
                        .putNull("tenant_id")
                        .put("interval_s", 5.0)
                        .put("activity", "idle")
                        .put("next_due_at", "1970-01-01T00:00:02Z")
                        .put(
                                "last_run",
                                new JsonObject()
                                        .put("outcome", "failed")
                                        .putNull("failed_phase")
                                        .put("started_at", "1970-01-01T00:00:01Z")
                                        .put("duration_s", 0.25)
                                        .put("message", "as it went")));
    }

    @ParameterizedTest
    @CsvSource({
        "?type=tcp, 2 3",
        "?outcome=success, 1",
        "?text=SHOP, 1 2",
        "?text=task%203, 3",
        "?limit=2, 1 2",
        "?limit=2&cursor=2, 3",
        "?cursor=9, ''",
    })
    void listsThoseThatAreWanted(String query, String ids) {
        JsonArray list = get("/tasks" + query).bodyAsJsonObject().getJsonArray("list");
        assertThat(list.stream().map(task -> ((JsonObject) task).getString("id")))
                .containsExactly(ids.isEmpty() ? new String[0] : ids.split(" "));
    }

    @Test
    void tellsWhereTheNextPageBegins() {
        assertThat(get("/tasks?limit=2").bodyAsJsonObject().getString("next_cursor"))
                .isEqualTo("2");
    }

    @Test
    void showsATasksOptionsWithoutTheirSecrets() {
        JsonObject options = get("/tasks/1").bodyAsJsonObject().getJsonObject("config");
        assertThat(options)
                .isEqualTo(
                        new JsonObject(
                                "{\"timeout\": 5, \"password\": \"***\","
                                        + " \"steps\": [{\"headers\": {\"X-API-Key\": \"***\", \"Accept\": \"*/*\"}}], \"token\": null}"));
        assertThat(get("/tasks/9").statusCode()).isEqualTo(404);
    }

    @Test
    void runsATaskOnce() {
        assertThat(post("/tasks/1/run", "").bodyAsJsonObject().getString("result_id"))
                .isEqualTo("r7");
        assertThat(runs).containsExactly(new RunOnce("1", null));
        assertThat(post("/tasks/9/run", "").statusCode()).isEqualTo(404);
        HttpResponse<Buffer> full = post("/tasks/3/run", "");
        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.bodyAsJsonObject().getString("detail")).isEqualTo("the pool's queue is full");
    }

    @Test
    void triesAWholeTask() {
        assertThat(post("/try", "{\"type\": \"tcp\", \"target\": \"h:1\", \"config\": {\"timeout\": 2}}")
                        .bodyAsJsonObject()
                        .getString("outcome"))
                .isEqualTo("success");
        ProbeTask tried = requireNonNull(runs.getFirst().task());
        assertThat(tried.target()).isEqualTo("h:1");
        assertThat(tried.options().getInteger("timeout")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]            | the body is no task; allowed: a JSON object with type, target and config",
                "{             | the body is no task; allowed: a JSON object with type, target and config",
            })
    void saysWhatIsNoTask(String body, String detail) {
        HttpResponse<Buffer> answer = post("/try", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.bodyAsJsonObject().getString("detail")).isEqualTo(detail);
    }

    @Test
    void namesTheFieldThatIsMissing() {
        HttpResponse<Buffer> answer = post("/try", "{\"type\": \"tcp\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.bodyAsJsonObject().getString("detail"))
                .startsWith("the task: ")
                .contains("target");
        assertThat(runs).isEmpty();
    }

    @Test
    void takesNoTaskPastTheLimit() {
        HttpResponse<Buffer> answer = post("/try", "{\"type\": \"" + "x".repeat(1 << 20) + "\"}");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.bodyAsJsonObject().getString("detail"))
                .isEqualTo("the task is too large; allowed: 1048576 bytes");
    }

    @Test
    void lookingIsNotEnoughToRun() {
        HttpResponse<Buffer> answer = Waiting.on(client.request(HttpMethod.POST, port, "127.0.0.1", "/api/agent/try")
                .bearerTokenAuthentication("l00k")
                .sendBuffer(Buffer.buffer("{}")));
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    private static TaskListing.Entry entry(
            String id, String type, String target, Activity activity, @Nullable Outcome outcome) {
        JsonObject options = new JsonObject("{\"timeout\": 5, \"password\": \"s3cret\","
                + " \"steps\": [{\"headers\": {\"X-API-Key\": \"k3y\", \"Accept\": \"*/*\"}}], \"token\": null}");
        ProbeTask task =
                new ProbeTask(id, "task " + id, type, target, Duration.ofSeconds(5), null, List.of(), options, null);
        return new TaskListing.Entry(
                task,
                2_000,
                activity,
                outcome == null ? null : new LastRun(outcome, null, 1_000, 250_000_000, "as it went"));
    }

    private HttpResponse<Buffer> get(String path) {
        return Waiting.on(client.get(port, "127.0.0.1", "/api/agent" + path)
                .bearerTokenAuthentication("l00k")
                .send());
    }

    private HttpResponse<Buffer> post(String path, String body) {
        return Waiting.on(client.post(port, "127.0.0.1", "/api/agent" + path)
                .bearerTokenAuthentication("c0nsole")
                .sendBuffer(Buffer.buffer(body)));
    }
}
