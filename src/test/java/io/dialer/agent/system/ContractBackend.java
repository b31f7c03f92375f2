package io.dialer.agent.system;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A backend that answers as the recorded contract does, traps included: it caps the page size at 20, selects tasks by
 * substring, wants its token, forgets agents when told to, and can be told to fail in several ways.
 */
final class ContractBackend implements AutoCloseable {
    static final String TOKEN = "agent-default-token-2024";
    private static final int LARGEST_PAGE = 20;

    /** How the task list is answered. */
    enum ListMode {
        WELL,
        ERROR_500,
        HTML_WITH_200,
        CODE_NOT_ZERO,
        CUT
    }

    /** How results are answered. */
    enum ResultMode {
        WELL,
        ERROR_500,
        HTML_502,
        SILENT
    }

    /** How the system variables are answered. */
    enum VariableMode {
        /** As the recorded backend does it: they are for users. */
        FOR_USERS_ONLY,
        WELL,
        ERROR_500,
        SILENT
    }

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    final List<JsonObject> variables = new CopyOnWriteArrayList<>();
    final AtomicInteger variableCalls = new AtomicInteger();
    volatile VariableMode variableMode = VariableMode.FOR_USERS_ONLY;
    final Map<Integer, JsonObject> tasks = new ConcurrentSkipListMap<>();
    final ConcurrentLinkedQueue<JsonObject> registrations = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<JsonObject> heartbeats = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<JsonObject> results = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
    final AtomicInteger listCalls = new AtomicInteger();
    volatile ListMode listMode = ListMode.WELL;
    volatile ResultMode resultMode = ResultMode.WELL;
    volatile boolean knowsAgent;
    /** Registers agents and forgets them at once, as a replica that lags behind does. */
    volatile boolean forgetful;
    /** A task whose results are answered with 403; others are taken. */
    volatile String forbiddenTask = "";

    final AtomicInteger forbiddenPosts = new AtomicInteger();

    private ContractBackend(int port) {
        server = vertx.createHttpServer().requestHandler(this::handle);
        server.listen(port, "127.0.0.1").await();
    }

    static ContractBackend start() {
        return new ContractBackend(0);
    }

    /** On a port that was free a moment ago: for a backend that comes up later. */
    static ContractBackend startOn(int port) {
        return new ContractBackend(port);
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    void addTask(int id, String type, String target, double interval, JsonObject options, String... agentIds) {
        tasks.put(
                id,
                new JsonObject()
                        .put("id", id)
                        .put("name", "task " + id)
                        .put("type", type)
                        .put("target", target)
                        .put("interval", interval)
                        .put("enabled", true)
                        .put("config", options)
                        .put("agent_ids", new JsonArray(List.of(agentIds)))
                        .put("alarm_config", null)
                        .put("tenant_id", id % 2 == 0 ? null : "tenant-" + id % 3)
                        .put("status", "active")
                        .put("latest_status", null)
                        .put("execution_count", listCalls.get()));
    }

    List<JsonObject> resultsOf(int taskId) {
        return results.stream()
                .filter(result -> result.getString("task_id").equals(Integer.toString(taskId)))
                .toList();
    }

    /** The newest; an empty object before the first has come. */
    JsonObject lastHeartbeat() {
        return heartbeats.stream().reduce((first, second) -> second).orElseGet(JsonObject::new);
    }

    /** As the newest heartbeat says; -1 before the first. */
    int outboxDepth() {
        return lastHeartbeat().getJsonObject("outbox", new JsonObject()).getInteger("depth", -1);
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            boolean open = request.path().equals("/api/v1/health");
            if (!open && !("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
                envelope(request, 401, 401, new JsonObject(), "无效的Agent token");
                return;
            }
            switch (request.path()) {
                case "/api/v1/health" -> envelope(request, 200, 0, "OK", "Service is running");
                case "/api/v1/nodes/register" -> register(request, body);
                case "/api/v1/nodes/heartbeat" -> heartbeat(request, body);
                case "/api/v1/tasks/agent" -> list(request);
                case "/api/v1/system-variables" -> variables(request);
                case "/api/v1/results" -> result(request, body);
                default -> envelope(request, 404, 404, new JsonObject(), "not found");
            }
        });
    }

    private void register(HttpServerRequest request, Buffer body) {
        registrations.add(body.toJsonObject());
        knowsAgent = !forgetful;
        envelope(request, 201, 0, body.toJsonObject(), "节点注册成功");
    }

    private void heartbeat(HttpServerRequest request, Buffer body) {
        if (!knowsAgent) {
            envelope(request, 404, 404, new JsonObject(), "节点不存在");
            return;
        }
        heartbeats.add(body.toJsonObject());
        envelope(request, 200, 0, body.toJsonObject(), "心跳更新成功");
    }

    void addVariable(String name, String value, boolean secret, @Nullable Object tenantId) {
        variables.add(new JsonObject()
                .put("id", variables.size() + 1)
                .put("name", name)
                .put("value", value)
                .put("is_secret", secret)
                .put("tenant_id", tenantId));
    }

    private void variables(HttpServerRequest request) {
        variableCalls.incrementAndGet();
        switch (variableMode) {
            case FOR_USERS_ONLY -> envelope(request, 401, 401, new JsonObject(), "无效的token");
            case ERROR_500 -> envelope(request, 500, 500, new JsonObject(), "database is locked");
            case WELL -> envelope(request, 200, 0, page(request, variables), "ok");
            case SILENT -> {}
        }
    }

    private static JsonObject page(HttpServerRequest request, List<JsonObject> all) {
        int size = Math.min(LARGEST_PAGE, Integer.parseInt(request.getParam("size", "20")));
        int from = Math.min(all.size(), (Integer.parseInt(request.getParam("page", "1")) - 1) * size);
        return new JsonObject()
                .put("list", new JsonArray(all.subList(from, Math.min(all.size(), from + size))))
                .put("total", all.size());
    }

    private void list(HttpServerRequest request) {
        listCalls.incrementAndGet();
        String agentId = request.getParam("agent_id");
        List<JsonObject> matching = tasks.values().stream()
                .filter(task -> agentId == null
                        || task.getJsonArray("agent_ids").encode().contains(agentId))
                .toList();
        JsonObject page = page(request, matching);
        switch (listMode) {
            case WELL -> envelope(request, 200, 0, page, "ok");
            case ERROR_500 -> envelope(request, 500, 500, new JsonObject(), "database is locked");
            case HTML_WITH_200 -> request.response().end("<html><body>maintenance</body></html>");
            case CODE_NOT_ZERO ->
                envelope(
                        request,
                        200,
                        1,
                        new JsonObject().put("list", new JsonArray()).put("total", 0),
                        "busy");
            case CUT -> cut(request, page);
        }
    }

    /** Announces the whole and sends half of it. */
    private static void cut(HttpServerRequest request, JsonObject page) {
        Buffer whole = new JsonObject()
                .put("code", 0)
                .put("data", page)
                .put("message", "ok")
                .toBuffer();
        request.response().putHeader("Content-Length", Integer.toString(whole.length()));
        request.response()
                .write(whole.getBuffer(0, whole.length() / 2))
                .onComplete(sent -> request.connection().close());
    }

    private void result(HttpServerRequest request, Buffer body) {
        JsonObject result = body.toJsonObject();
        switch (resultMode) {
            case WELL -> {
                check(request, result);
                if (result.getString("task_id").equals(forbiddenTask)) {
                    forbiddenPosts.incrementAndGet();
                    envelope(request, 403, 403, new JsonObject(), "forbidden");
                    return;
                }
                results.add(result);
                envelope(request, 201, 0, result, "结果创建成功");
            }
            case ERROR_500 -> envelope(request, 500, 500, new JsonObject(), "创建结果失败: database is locked");
            case HTML_502 -> request.response().setStatusCode(502).end("<html>Bad Gateway</html>");
            case SILENT -> results.add(result);
        }
    }

    /** What would break this backend's alarm matching. */
    private void check(HttpServerRequest request, JsonObject result) {
        if (!(result.getValue("response_time") instanceof Number)
                || !(result.getValue("details") instanceof JsonObject)) {
            complaints.add("null response_time or details: " + result.encode());
        }
        if (!result.getString("result_id").equals(request.getHeader("Idempotency-Key"))) {
            complaints.add("Idempotency-Key is not the result_id: " + result.encode());
        }
        if (!result.getString("created_at").matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}")) {
            complaints.add("created_at: " + result.getString("created_at"));
        }
    }

    private static void envelope(HttpServerRequest request, int status, int code, Object content, String message) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("code", code)
                        .put("data", content)
                        .put("message", message)
                        .toBuffer());
    }

    int port() {
        return URI.create(url()).getPort();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
