package io.dialer.agent.backend;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.BackendReply;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Delivery;
import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.Heartbeat;
import io.dialer.agent.bus.RegisterRequest;
import io.dialer.agent.bus.TaskList;
import io.dialer.agent.config.AgentConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/** A real backend behind the {@code backend.*} addresses. */
public final class HttpBackendVerticle extends VerticleBase {
    private static final int LARGEST_PAGE = 100;
    private static final int SMALLEST_PAGE = 5;
    private static final int LISTS_UNTIL_LARGER = 20;

    private final AgentConfig config;
    private BackendLink link;
    private int pageSize = LARGEST_PAGE;
    private int listsAtThisSize;

    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    public HttpBackendVerticle(AgentConfig config) {
        this.config = config;
    }

    @Override
    public Future<?> start() {
        link = new BackendLink(vertx, config);
        Bus bus = new Bus(vertx);
        bus.answer(Addresses.BACKEND_REGISTER, this::register);
        bus.answer(Addresses.BACKEND_HEARTBEAT, this::heartbeat);
        bus.answer(Addresses.BACKEND_TASKS, request -> taskList());
        bus.answer(Addresses.BACKEND_DELIVER, this::deliver);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        link.close();
        return Future.succeededFuture();
    }

    /** The backend wants our address as it would see it, so a connection must exist first. */
    private Future<BackendReply> register(RegisterRequest request) {
        Future<?> connected =
                link.localAddress() == null ? link.get("/health", Map.of()).otherwiseEmpty() : Future.succeededFuture();
        return connected.compose(ignored -> link.post(
                "/nodes/register",
                Wire.registration(config, Objects.requireNonNullElse(link.localAddress(), ""), request.hostname())));
    }

    private Future<BackendReply> heartbeat(Heartbeat heartbeat) {
        return link.post("/nodes/heartbeat", Wire.heartbeat(config, heartbeat));
    }

    private Future<DeliveryReply> deliver(Delivery delivery) {
        JsonObject body = Wire.result(config, delivery.result());
        return link.deliver(body, delivery.result().resultId());
    }

    private Future<TaskList> taskList() {
        long startedAt = System.nanoTime();
        return allPages()
                .compose(pages -> pages.isComplete()
                        ? Future.succeededFuture(taskList(pages, true, startedAt))
                        : allPages()
                                .map(second ->
                                        taskList(second, second.isComplete() || second.agreesWith(pages), startedAt)))
                .onSuccess(list -> growPage());
    }

    private static TaskList taskList(TaskPages pages, boolean complete, long startedAt) {
        return new TaskList(
                pages.tasks(), pages.unreadable(), complete, Duration.ofNanos(System.nanoTime() - startedAt));
    }

    /** After a while without a page that timed out, larger ones are tried again. */
    private void growPage() {
        if (++listsAtThisSize >= LISTS_UNTIL_LARGER) {
            listsAtThisSize = 0;
            pageSize = Math.min(LARGEST_PAGE, pageSize * 2);
        }
    }

    private Future<TaskPages> allPages() {
        return pagesFrom(new TaskPages(), 1)
                .recover(failure ->
                        failure instanceof TimeoutException && halvePage() ? allPages() : Future.failedFuture(failure));
    }

    private Future<TaskPages> pagesFrom(TaskPages soFar, int page) {
        return link.get("/tasks/agent", query(page)).compose(envelope -> {
            try {
                return soFar.add(envelope) ? pagesFrom(soFar, page + 1) : Future.succeededFuture(soFar);
            } catch (IllegalArgumentException notAPage) {
                return Future.failedFuture(notAPage);
            }
        });
    }

    private boolean halvePage() {
        if (pageSize <= SMALLEST_PAGE) {
            return false;
        }
        pageSize = Math.max(SMALLEST_PAGE, pageSize / 2);
        listsAtThisSize = 0;
        return true;
    }

    /**
     * The backend looks the id up as a SQL pattern in a JSON text, so an id with wildcards or with characters that JSON
     * escapes is left away; whoever asked selects by the exact id in any case.
     */
    private Map<String, String> query(int page) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("enabled", "true");
        boolean plain = config.agentId().chars().allMatch(c -> c > 0x20 && c < 0x7f && "%_\"\\".indexOf(c) < 0);
        if (plain) {
            query.put("agent_id", config.agentId());
        }
        query.put("page", Integer.toString(page));
        query.put("size", Integer.toString(pageSize));
        return query;
    }
}
