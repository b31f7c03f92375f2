package io.dialer.agent.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A backend that gives tasks and takes results in batches. It costs the machine as little as it can. */
final class TaskBackend implements AutoCloseable {
    private static final byte[] RESULT = "\"result_id\"".getBytes(StandardCharsets.US_ASCII);

    private final Vertx vertx = Vertx.vertx();
    private final List<JsonObject> tasks = new ArrayList<>();
    private final AtomicLong results = new AtomicLong();
    /** Of each batch, where somebody wants to look into it. */
    private volatile @Nullable Consumer<JsonArray> reader;

    private final int port;

    TaskBackend() {
        port = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    TaskBackend give(int count, String type, String target, int interval, JsonObject options) {
        int first = tasks.size() + 1;
        for (int id = first; id < first + count; id++) {
            tasks.add(new JsonObject()
                    .put("id", id)
                    .put("name", "task " + id)
                    .put("type", type)
                    .put("target", target)
                    .put("interval", interval)
                    .put("enabled", true)
                    .put("config", options)
                    .put("agent_ids", new JsonArray()));
        }
        return this;
    }

    void read(Consumer<JsonArray> batchReader) {
        reader = batchReader;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Results taken so far. */
    long results() {
        return results.get();
    }

    private void handle(HttpServerRequest request, Buffer body) {
        switch (request.path()) {
            case "/api/v1/nodes/register" ->
                answer(request, 201, new JsonObject().put("capabilities", new JsonArray().add("results.batch")));
            case "/api/v1/tasks/agent" -> answer(request, 200, page(request));
            case "/api/v1/results/batch" -> take(request, body);
            default -> answer(request, 200, new JsonObject());
        }
    }

    private JsonObject page(HttpServerRequest request) {
        int size = Integer.parseInt(request.getParam("size", "20"));
        int from = Math.min(tasks.size(), (Integer.parseInt(request.getParam("page", "1")) - 1) * size);
        return new JsonObject()
                .put("list", new JsonArray(tasks.subList(from, Math.min(tasks.size(), from + size))))
                .put("total", tasks.size());
    }

    private void take(HttpServerRequest request, Buffer body) {
        Consumer<JsonArray> curious = reader;
        int count;
        if (curious == null) {
            count = occurrences(body.getBytes());
        } else {
            JsonArray batch = body.toJsonObject().getJsonArray("results");
            count = batch.size();
            curious.accept(batch);
        }
        results.addAndGet(count);
        answer(
                request,
                200,
                new JsonObject().put("accepted", count).put("duplicates", 0).put("refused", new JsonArray()));
    }

    /** Of a result's id: to parse all of it would take the processor from what is measured. */
    private static int occurrences(byte[] body) {
        int count = 0;
        for (int at = 0; at <= body.length - RESULT.length; at++) {
            if (body[at] == RESULT[0] && Arrays.equals(body, at, at + RESULT.length, RESULT, 0, RESULT.length)) {
                count++;
                at += RESULT.length;
            }
        }
        return count;
    }

    private static void answer(HttpServerRequest request, int status, JsonObject content) {
        request.response()
                .setStatusCode(status)
                .end(new JsonObject()
                        .put("code", 0)
                        .put("data", content)
                        .put("message", "ok")
                        .toBuffer());
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
