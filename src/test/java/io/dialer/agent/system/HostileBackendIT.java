package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backend whose list of tasks is broken in each way that anybody thought of: the last good one stays, and is run. */
class HostileBackendIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Targets targets = new Targets();
    private final AtomicInteger fetches = new AtomicInteger();
    private final Queue<String> results = new ConcurrentLinkedQueue<>();
    private final ConcurrentHashMap<String, String> messages = new ConcurrentHashMap<>();
    private volatile Consumer<HttpServerRequest> list = this::good;

    /**
     * A way to answer for the list.
     *
     * @param said what the agent's log says of it
     */
    private record Trick(String name, String said, Consumer<HttpServerRequest> answer) {}

    @AfterEach
    void close() {
        targets.close();
        vertx.close().await();
    }

    @Test
    void keepsTheLastGoodListAndSaysWhatIsWrong() throws Exception {
        int port = listen();
        JsonObject config = AgentProcess.config("book", "http://127.0.0.1:" + port)
                .put("auth_required", false)
                .put("backend", new JsonObject().put("read_timeout", 3));
        try (AgentProcess agent = AgentProcess.start(folder, config)) {
            await().atMost(PATIENCE).until(() -> results.contains("1"));
            for (Trick trick : tricks()) {
                list = trick.answer();
                int before = fetches.get();
                await().atMost(PATIENCE).until(() -> agent.output().contains(trick.said()));
                await().atMost(PATIENCE).until(() -> fetches.get() >= before + 2);
                results.clear();
                await("the last good task after " + trick.name())
                        .atMost(PATIENCE)
                        .until(() -> results.contains("1"));
                assertThat(agent.isAlive()).isTrue();
            }
            list = this::good;
            results.clear();
            await().atMost(PATIENCE).until(() -> results.contains("1"));
            assertThat(agent.output()).doesNotContain("OutOfMemoryError", "Exception");
            assertThat(agent.terminate(30)).isZero();
        }
    }

    @Test
    void runsWhatIsWellInAListWithBrokenTasksAndSaysWhatIsWrongWithEachOther() throws Exception {
        List<JsonObject> broken = List.of(
                task(2).put("interval", 0),
                task(3).put("interval", -1),
                task(4).put("interval", 1e9),
                task(5).put("interval", "abc"),
                task(6).put("config", new JsonObject().put("timeout", "x".repeat(10 * MEGABYTE))),
                task(7).put("target", new JsonObject()),
                task(8).put("type", 5.5),
                task(9).put("config", new JsonArray().add(1)),
                task(10).put("agent_ids", 7),
                task(11).put("config", "{not json"),
                task(12).put("type", "telepathy"),
                task(13).put("config", new JsonObject().put("timeout", new JsonObject())));
        JsonArray all = new JsonArray()
                .add(task(1))
                .add(task(1).put("name", "twice"))
                .add(task(0).put("id", new JsonObject().put("a", 1)))
                .add(task(0).put("id", "i".repeat(10_000)))
                .add(new JsonArray())
                .add("text")
                .addNull();
        broken.forEach(all::add);
        list = request -> page(request, all, all.size());
        int port = listen();
        JsonObject config =
                AgentProcess.config("book", "http://127.0.0.1:" + port).put("auth_required", false);
        try (AgentProcess agent = AgentProcess.start(folder, config)) {
            await().atMost(PATIENCE).until(() -> results.contains("1") && messages.size() > broken.size());
            assertThat(messages.get("2")).contains("interval", "0", "at least 1");
            assertThat(messages.get("3")).contains("interval", "-1");
            assertThat(messages.get("4")).contains("interval");
            assertThat(messages.get("5")).contains("interval", "abc");
            assertThat(messages.get("6")).contains("larger than 1 MiB");
            assertThat(messages.get("7")).contains("target");
            assertThat(messages.get("8")).contains("5.5");
            assertThat(messages.get("9")).contains("config");
            assertThat(messages.get("10")).contains("agent_ids");
            assertThat(messages.get("11")).contains("config", "valid JSON");
            assertThat(messages.get("12")).contains("telepathy");
            assertThat(messages.get("13")).contains("timeout");
            assertThat(messages.values())
                    .allSatisfy(message -> assertThat(message).hasSizeLessThan(2_000));
            assertThat(agent.terminate(30)).isZero();
        }
    }

    @Test
    void takesAHundredThousandTasksAndNotOneMore() throws Exception {
        JsonArray many = new JsonArray(IntStream.rangeClosed(1, 100_000)
                .mapToObj(id -> task(id).put("interval", id == 1 ? 1 : 86_400))
                .toList());
        list = request -> page(request, many, many.size());
        int port = listen();
        int console = Ports.free();
        JsonObject config = AgentProcess.config("book", "http://127.0.0.1:" + port)
                .put("auth_required", false)
                .put("task_sync_interval", 5)
                .put("console", new JsonObject().put("port", console));
        try (AgentProcess agent = AgentProcess.start(folder, config);
                Api api = new Api(console, null)) {
            await().atMost(PATIENCE)
                    .until(() -> api.ready()
                            && api.get("/api/agent/status")
                                            .body()
                                            .getJsonObject("tasks")
                                            .getInteger("total")
                                    == many.size());
            list = request -> page(request, many, many.size() + 1);
            await().atMost(PATIENCE).until(() -> agent.output().contains("at most 100000 are taken"));
            results.clear();
            await().atMost(PATIENCE).until(() -> results.contains("1"));
            assertThat(agent.terminate(40)).isZero();
        }
    }

    private List<Trick> tricks() {
        JsonObject data = new JsonObject().put("list", new JsonArray()).put("total", 0);
        return List.of(
                new Trick(
                        "a page",
                        "without the backend's envelope",
                        request -> request.response()
                                .putHeader("Content-Type", "text/html")
                                .end("<html><body>Maintenance</body></html>")),
                new Trick(
                        "code 500",
                        "code 500: broken inside",
                        request -> request.response()
                                .end(envelope(500, data, "broken inside").encode())),
                new Trick(
                        "no list",
                        "no list and total",
                        request -> request.response()
                                .end(envelope(0, new JsonObject().put("list", 7).put("total", "many"), "ok")
                                        .encode())),
                new Trick("a list of nothing", "the counts", request -> page(request, new JsonArray(), 50)),
                new Trick("an endless body", "larger than", HostileBackendIT::endless),
                new Trick("half a body", "closed", request -> {
                    request.response().putHeader("Content-Length", "1000").write("{\"code\": 0,");
                    request.connection().close();
                }),
                new Trick(
                        "a deep body",
                        "without the backend's envelope",
                        request -> request.response().end("[".repeat(100_000))),
                new Trick(
                        "a packed gigabyte",
                        "without the backend's envelope",
                        request -> request.response()
                                .putHeader("Content-Encoding", "gzip")
                                .end(Buffer.buffer(bomb()))),
                new Trick("silence", "timeout", request -> {}),
                new Trick(
                        "far too many",
                        "at most 100000 are taken",
                        request -> page(request, new JsonArray().add(task(1)), 2_000_000_000)));
    }

    private static void endless(HttpServerRequest request) {
        HttpServerResponse answer = request.response();
        answer.setChunked(true);
        answer.exceptionHandler(cut -> {});
        pour(answer, Buffer.buffer(" ".repeat(MEGABYTE)));
    }

    private static void pour(HttpServerResponse answer, Buffer block) {
        answer.write(block).onSuccess(written -> pour(answer, block));
    }

    private static byte[] bomb() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            byte[] nothing = new byte[MEGABYTE];
            for (int megabyte = 0; megabyte < 1 << 10; megabyte++) {
                zip.write(nothing);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    private JsonObject task(int id) {
        return new JsonObject()
                .put("id", id)
                .put("name", "task " + id)
                .put("type", "tcp")
                .put("target", targets.open())
                .put("interval", 1)
                .put("enabled", true)
                .put("config", new JsonObject())
                .put("agent_ids", new JsonArray());
    }

    private void good(HttpServerRequest answer) {
        page(answer, new JsonArray().add(task(1)), 1);
    }

    private static void page(HttpServerRequest request, JsonArray all, int total) {
        int size = Integer.parseInt(request.getParam("size", "20"));
        int from = Math.min(all.size(), (Integer.parseInt(request.getParam("page", "1")) - 1) * size);
        JsonArray part = new JsonArray(all.getList().subList(from, Math.min(all.size(), from + size)));
        request.response()
                .end(envelope(0, new JsonObject().put("list", part).put("total", total), "ok")
                        .encode());
    }

    private static JsonObject envelope(int code, JsonObject data, String message) {
        return new JsonObject().put("code", code).put("data", data).put("message", message);
    }

    private int listen() {
        return vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    private void answer(HttpServerRequest request, Buffer body) {
        switch (request.path()) {
            case "/api/v1/tasks/agent" -> {
                fetches.incrementAndGet();
                list.accept(request);
            }
            case "/api/v1/results" -> {
                JsonObject result = body.toJsonObject();
                results.add(result.getString("task_id"));
                messages.put(result.getString("task_id"), result.getString("message"));
                request.response()
                        .setStatusCode(201)
                        .end(envelope(0, new JsonObject(), "ok").encode());
            }
            default ->
                request.response()
                        .setStatusCode(201)
                        .end(envelope(0, new JsonObject(), "ok").encode());
        }
    }
}
