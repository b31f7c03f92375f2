package io.dialer.agent.system;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A backend that is quick, remembers of each result only what the tests of the delivery ask for, and fails in every way
 * that they know.
 */
final class Receiver implements AutoCloseable {
    /** How posts of results are answered. */
    enum Mode {
        WELL,
        /** Takes the request and says nothing. */
        HANG,
        ERROR_500,
        /** 503 with Retry-After. */
        BUSY,
        /** A proxy's page. */
        HTML_404,
        /** Takes the results and sends half of the answer. */
        CUT
    }

    /**
     * A result as it came first.
     *
     * @param order counts all of them
     */
    record Arrival(int order, String taskId, String resultId, String createdAt, Instant at) {
        double ageSeconds() {
            return at.toEpochMilli() / 1000.0 - startedSeconds();
        }

        /** By the agent's wall clock, since the epoch. */
        double startedSeconds() {
            Instant started = LocalDateTime.parse(createdAt)
                    .atZone(ZoneId.systemDefault())
                    .toInstant();
            return started.getEpochSecond() + started.getNano() / 1e9;
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private static final String LOOPBACK = "127.0.0.1";

    private final boolean batches;
    private final String host;
    private HttpServer server;
    private final int port;
    private final Map<String, Arrival> byId = new ConcurrentHashMap<>();
    private final AtomicInteger order = new AtomicInteger();
    final ConcurrentLinkedQueue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<JsonObject> heartbeats = new ConcurrentLinkedQueue<>();
    /** Results that came while posts failed. */
    final Set<String> failed = ConcurrentHashMap.newKeySet();

    final AtomicInteger repeats = new AtomicInteger();
    final AtomicInteger posts = new AtomicInteger();
    final AtomicInteger looks = new AtomicInteger();
    final AtomicInteger taskFetches = new AtomicInteger();
    final ConcurrentLinkedQueue<JsonObject> registrations = new ConcurrentLinkedQueue<>();
    /** Of the last request, whatever it asked for; empty where it brought none. */
    volatile String lastAuthorization = "";

    volatile JsonObject lastResult = new JsonObject();
    final List<JsonObject> tasks = new ArrayList<>();
    volatile Mode mode = Mode.WELL;
    /** Results on which the backend itself fails, alone or with their whole batch. */
    volatile Predicate<JsonObject> poison = result -> false;
    /** What it answers to a result that it cannot take. */
    volatile int poisonStatus = 500;

    volatile boolean healthHangs;

    private Receiver(boolean batches, String host) {
        this.batches = batches;
        this.host = host;
        server = listen(0);
        port = server.actualPort();
    }

    static Receiver ofSingleResults() {
        return new Receiver(false, LOOPBACK);
    }

    static Receiver ofBatches() {
        return ofBatchesAt(LOOPBACK);
    }

    /** One that listens on another address of this host. */
    static Receiver ofBatchesAt(String host) {
        return new Receiver(true, host);
    }

    /** Each task has a result a second. */
    Receiver withTcpTasks(int count, String target) {
        return withTasks(count, "tcp", target, new JsonObject());
    }

    /** Each task is due once a second. */
    Receiver withTasks(int count, String type, String target, JsonObject options) {
        int first = tasks.size() + 1;
        for (int id = first; id < first + count; id++) {
            tasks.add(new JsonObject()
                    .put("id", id)
                    .put("name", "task " + id)
                    .put("type", type)
                    .put("target", target)
                    .put("interval", 1)
                    .put("enabled", true)
                    .put("config", options)
                    .put("agent_ids", new JsonArray()));
        }
        return this;
    }

    String address() {
        return host + ":" + port;
    }

    String url() {
        return "http://" + address();
    }

    int distinct() {
        return byId.size();
    }

    boolean has(String resultId) {
        return byId.containsKey(resultId);
    }

    /** Nobody listens any more, and every connection is cut. */
    void refuse() {
        server.close().await();
    }

    void listenAgain() {
        server = listen(port);
    }

    JsonObject lastHeartbeat() {
        return heartbeats.stream().reduce((first, second) -> second).orElseGet(JsonObject::new);
    }

    int outboxDepth() {
        return lastHeartbeat().getJsonObject("outbox", new JsonObject()).getInteger("depth", -1);
    }

    private HttpServer listen(int wanted) {
        return vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)))
                .listen(wanted, host)
                .await();
    }

    private void handle(HttpServerRequest request, Buffer body) {
        lastAuthorization = request.headers().contains("Authorization") ? request.getHeader("Authorization") : "";
        switch (request.path()) {
            case "/api/v1/health" -> {
                looks.incrementAndGet();
                if (!healthHangs) {
                    envelope(request, 200, new JsonObject());
                }
            }
            case "/api/v1/nodes/register" -> {
                registrations.add(body.toJsonObject());
                envelope(
                        request,
                        201,
                        batches
                                ? new JsonObject().put("capabilities", new JsonArray().add("results.batch"))
                                : new JsonObject());
            }
            case "/api/v1/nodes/heartbeat" -> {
                heartbeats.add(body.toJsonObject());
                envelope(request, 200, new JsonObject());
            }
            case "/api/v1/tasks/agent" -> {
                taskFetches.incrementAndGet();
                envelope(request, 200, page(request));
            }
            case "/api/v1/results" -> results(request, new JsonArray().add(body.toJsonObject()));
            case "/api/v1/results/batch" -> {
                if (batches) {
                    results(request, body.toJsonObject().getJsonArray("results"));
                } else {
                    request.response().setStatusCode(404).end("<html>Not Found</html>");
                }
            }
            default -> envelope(request, 404, null);
        }
    }

    private JsonObject page(HttpServerRequest request) {
        int size = Integer.parseInt(request.getParam("size", "20"));
        int from = Math.min(tasks.size(), (Integer.parseInt(request.getParam("page", "1")) - 1) * size);
        return new JsonObject()
                .put("list", new JsonArray(tasks.subList(from, Math.min(tasks.size(), from + size))))
                .put("total", tasks.size());
    }

    private void results(HttpServerRequest request, JsonArray results) {
        posts.incrementAndGet();
        if (mode != Mode.WELL) {
            results.forEach(result -> failed.add(((JsonObject) result).getString("result_id")));
        }
        switch (mode) {
            case WELL -> take(request, results);
            case HANG -> {}
            case ERROR_500 -> envelope(request, 500, null);
            case BUSY -> {
                request.response().putHeader("Retry-After", "1");
                envelope(request, 503, null);
            }
            case HTML_404 -> request.response().setStatusCode(404).end("<html>not here</html>");
            case CUT -> {
                results.forEach(result -> keep((JsonObject) result));
                request.response().putHeader("Content-Length", "500");
                request.response()
                        .write("{\"code\": 0, \"da")
                        .onComplete(sent -> request.connection().close());
            }
        }
    }

    private void take(HttpServerRequest request, JsonArray results) {
        if (results.stream().anyMatch(result -> poison.test((JsonObject) result))) {
            envelope(request, poisonStatus, null);
            return;
        }
        int duplicates = 0;
        for (Object result : results) {
            duplicates += keep((JsonObject) result) ? 0 : 1;
        }
        boolean batch = request.path().endsWith("/batch");
        envelope(
                request,
                batch ? 200 : 201,
                new JsonObject()
                        .put("accepted", results.size() - duplicates)
                        .put("duplicates", duplicates)
                        .put("refused", new JsonArray()));
    }

    private boolean keep(JsonObject result) {
        lastResult = result;
        Arrival arrival = new Arrival(
                order.incrementAndGet(),
                result.getString("task_id"),
                result.getString("result_id"),
                result.getString("created_at"),
                Instant.now());
        if (byId.putIfAbsent(arrival.resultId(), arrival) != null) {
            repeats.incrementAndGet();
            return false;
        }
        arrivals.add(arrival);
        return true;
    }

    private static void envelope(HttpServerRequest request, int status, @Nullable JsonObject content) {
        request.response()
                .setStatusCode(status)
                .end(new JsonObject()
                        .put("code", status < 300 ? 0 : status)
                        .put("data", content)
                        .put("message", "ok")
                        .toBuffer());
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
