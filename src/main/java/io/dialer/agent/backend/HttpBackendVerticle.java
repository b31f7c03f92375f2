package io.dialer.agent.backend;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.BackendLook;
import io.dialer.agent.bus.BackendReply;
import io.dialer.agent.bus.BackendSeen;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Delivery;
import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.DeliveryReply.Verdict;
import io.dialer.agent.bus.EmbeddedCall;
import io.dialer.agent.bus.EmbeddedReply;
import io.dialer.agent.bus.Heartbeat;
import io.dialer.agent.bus.RegisterRequest;
import io.dialer.agent.bus.TaskList;
import io.dialer.agent.bus.VariableList;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.SystemVariable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real backend behind the {@code backend.*} addresses. */
public final class HttpBackendVerticle extends VerticleBase implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger(HttpBackendVerticle.class);

    private AgentConfig config;
    private ListCall<ProbeTask> taskCall;
    private ListCall<SystemVariable> variableCall;
    private BackendLink link;
    private Bus bus;
    private boolean saidVariablesRefused;

    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    public HttpBackendVerticle(AgentConfig config) {
        this.config = config;
    }

    @Override
    public Future<?> start() {
        bus = new Bus(vertx);
        return BackendLink.open(vertx, config).onSuccess(this::use);
    }

    @Override
    public Future<?> stop() {
        link.closeWhenIdle();
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> reconfigure(AgentConfig changed) {
        if (BackendLink.isTheSame(config, changed)) {
            config = changed;
            return Future.succeededFuture();
        }
        return BackendLink.open(vertx, changed)
                .onSuccess(opened -> {
                    BackendLink old = link;
                    config = changed;
                    use(opened);
                    old.closeWhenIdle();
                })
                .mapEmpty();
    }

    private void use(BackendLink opened) {
        link = opened;
        taskCall = new ListCall<>("/tasks/agent", taskQuery(), Pages::ofTasks, new PageSize());
        variableCall = new ListCall<>("/system-variables", Map.of(), Pages::ofVariables, new PageSize());
        saidVariablesRefused = false;
    }

    /** The backend wants our address as it would see it, so a connection must exist first. */
    @Override
    public Future<BackendReply> register(RegisterRequest request) {
        BackendLink used = link;
        Future<?> connected =
                link.localAddress() == null ? link.get("/health", Map.of()).otherwiseEmpty() : Future.succeededFuture();
        return connected
                .compose(ignored -> link.post(
                        "/nodes/register",
                        Wire.registration(
                                config, Objects.requireNonNullElse(link.localAddress(), ""), request.hostname())))
                .map(answered -> {
                    BackendReply reply = answered.asReply();
                    // What the one before can do says nothing of the one that is there by now.
                    if (reply.success() && used == link) {
                        bus.publish(
                                Addresses.BACKEND_CAPABILITIES,
                                Capabilities.of(answered.envelope().content()));
                    }
                    return reply;
                });
    }

    @Override
    public Future<BackendReply> heartbeat(Heartbeat heartbeat) {
        return link.post("/nodes/heartbeat", Wire.heartbeat(config, heartbeat)).map(BackendLink.Answered::asReply);
    }

    @Override
    public Future<EmbeddedReply> call(EmbeddedCall call) {
        return Future.failedFuture("the backend is not the embedded one");
    }

    @Override
    public Future<BackendSeen> look(BackendLook look) {
        return link.answers(look.patience()).map(BackendSeen::new);
    }

    /** A fault of ours must not look like one of the link's: it would be tried for ever. */
    @Override
    public Future<DeliveryReply> deliver(Delivery delivery) {
        List<JsonObject> bodies;
        try {
            bodies = delivery.results().stream()
                    .map(result -> Wire.result(config, result))
                    .toList();
        } catch (RuntimeException fault) {
            boolean single = delivery.results().size() == 1;
            if (single) {
                LOG.error("a result cannot be put into the backend's form", fault);
            }
            return Future.succeededFuture(new DeliveryReply(
                    single ? Verdict.REFUSED : Verdict.BATCH_REFUSED,
                    0,
                    "it cannot be put into the backend's form: " + fault,
                    Duration.ZERO));
        }
        return post(delivery.results(), bodies);
    }

    private Future<DeliveryReply> post(List<ProbeResult> results, List<JsonObject> bodies) {
        if (results.size() == 1) {
            return link.deliver(
                    "/results", bodies.getFirst(), results.getFirst().resultId(), Verdicts::of);
        }
        List<String> ids = results.stream().map(ProbeResult::resultId).toList();
        return link.deliver(
                "/results/batch",
                new JsonObject().put("results", new JsonArray(bodies)),
                keyOf(ids),
                (status, body, retryAfter) -> Verdicts.ofBatch(status, body, retryAfter, ids));
    }

    private static String keyOf(List<String> ids) {
        return UUID.nameUUIDFromBytes(String.join("\n", ids).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    @Override
    public Future<TaskList> tasks() {
        long startedAt = System.nanoTime();
        return list(taskCall)
                .map(list -> new TaskList(
                        list.pages().elements(),
                        list.pages().unreadable(),
                        list.complete(),
                        Duration.ofNanos(System.nanoTime() - startedAt)));
    }

    /** A backend that hands them to users only, or has none, is said to be one once; tasks run without them. */
    @Override
    public Future<VariableList> variables() {
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
