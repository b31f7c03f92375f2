package io.dialer.agent.backend;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.BackendReply;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Delivery;
import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.Heartbeat;
import io.dialer.agent.bus.RegisterRequest;
import io.dialer.agent.bus.TaskList;
import io.dialer.agent.bus.VariableList;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.SystemVariable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real backend behind the {@code backend.*} addresses. */
public final class HttpBackendVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HttpBackendVerticle.class);

    private final AgentConfig config;
    private final ListCall<ProbeTask> taskCall;
    private final ListCall<SystemVariable> variableCall =
            new ListCall<>("/system-variables", Map.of(), Pages::ofVariables, new PageSize());
    private BackendLink link;
    private boolean saidVariablesRefused;

    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    public HttpBackendVerticle(AgentConfig config) {
        this.config = config;
        this.taskCall = new ListCall<>("/tasks/agent", taskQuery(), Pages::ofTasks, new PageSize());
    }

    @Override
    public Future<?> start() {
        link = new BackendLink(vertx, config);
        Bus bus = new Bus(vertx);
        bus.answer(Addresses.BACKEND_REGISTER, this::register);
        bus.answer(Addresses.BACKEND_HEARTBEAT, this::heartbeat);
        bus.answer(Addresses.BACKEND_TASKS, request -> taskList());
        bus.answer(Addresses.BACKEND_VARIABLES, request -> variables());
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
        return list(taskCall)
                .map(list -> new TaskList(
                        list.pages().elements(),
                        list.pages().unreadable(),
                        list.complete(),
                        Duration.ofNanos(System.nanoTime() - startedAt)));
    }

    /** A backend that hands them to users only, or has none, is said to be one once; tasks run without them. */
    private Future<VariableList> variables() {
        return list(variableCall)
                .compose(list -> list.complete()
                        ? Future.succeededFuture(new VariableList(list.pages().elements()))
                        : Future.failedFuture("the counts of the system variables disagree"))
                .onSuccess(list -> saidVariablesRefused = false)
                .recover(failure -> failure instanceof BackendUnavailable unavailable && unavailable.isRefusal()
                        ? withoutVariables(unavailable)
                        : Future.failedFuture(failure));
    }

    private Future<VariableList> withoutVariables(BackendUnavailable refusal) {
        if (!saidVariablesRefused) {
            saidVariablesRefused = true;
            LOG.atWarn()
                    .addKeyValue("reason", refusal.getMessage())
                    .log("the backend gives this agent no system variables; api tasks run without them");
        }
        return Future.succeededFuture(new VariableList(List.of()));
    }

    /**
     * What came of reading a list.
     *
     * @param complete false where its counts disagreed twice
     */
    private record Listed<T>(Pages<T> pages, boolean complete) {}

    /** A list that is asked for again and again. */
    private record ListCall<T>(String path, Map<String, String> query, Supplier<Pages<T>> pages, PageSize size) {}

    private <T> Future<Listed<T>> list(ListCall<T> call) {
        return allPages(call)
                .compose(pages -> pages.isComplete()
                        ? Future.succeededFuture(new Listed<>(pages, true))
                        : allPages(call)
                                .map(second -> new Listed<>(second, second.isComplete() || second.agreesWith(pages))))
                .onSuccess(list -> call.size().succeeded());
    }

    private <T> Future<Pages<T>> allPages(ListCall<T> call) {
        return pagesFrom(call, call.pages().get(), 1)
                .recover(failure ->
                        failure instanceof TimeoutException && call.size().halve()
                                ? allPages(call)
                                : Future.failedFuture(failure));
    }

    private <T> Future<Pages<T>> pagesFrom(ListCall<T> call, Pages<T> soFar, int page) {
        Map<String, String> query = new LinkedHashMap<>(call.query());
        query.put("page", Integer.toString(page));
        query.put("size", Integer.toString(call.size().elements()));
        return link.get(call.path(), query).compose(envelope -> {
            try {
                return soFar.add(envelope) ? pagesFrom(call, soFar, page + 1) : Future.succeededFuture(soFar);
            } catch (IllegalArgumentException notAPage) {
                return Future.failedFuture(call.path() + ": " + notAPage.getMessage());
            }
        });
    }

    /**
     * The backend looks the id up as a SQL pattern in a JSON text, so an id with wildcards or with characters that JSON
     * escapes is left away; whoever asked selects by the exact id in any case.
     */
    private Map<String, String> taskQuery() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("enabled", "true");
        boolean plain = config.agentId().chars().allMatch(c -> c > 0x20 && c < 0x7f && "%_\"\\".indexOf(c) < 0);
        if (plain) {
            query.put("agent_id", config.agentId());
        }
        return query;
    }
}
