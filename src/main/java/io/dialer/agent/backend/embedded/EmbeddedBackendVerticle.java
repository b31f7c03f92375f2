package io.dialer.agent.backend.embedded;

import io.dialer.agent.backend.Backend;
import io.dialer.agent.backend.EmbeddedTaskList;
import io.dialer.agent.backend.Wire;
import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.BackendCapabilities;
import io.dialer.agent.bus.BackendLook;
import io.dialer.agent.bus.BackendReply;
import io.dialer.agent.bus.BackendSeen;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Delivery;
import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.DeliveryReply.Exemption;
import io.dialer.agent.bus.DeliveryReply.Verdict;
import io.dialer.agent.bus.EmbeddedCall;
import io.dialer.agent.bus.EmbeddedReply;
import io.dialer.agent.bus.Heartbeat;
import io.dialer.agent.bus.RegisterRequest;
import io.dialer.agent.bus.SyncNow;
import io.dialer.agent.bus.TaskList;
import io.dialer.agent.bus.VariableList;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.store.SteadyClock;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backend in this process: serves the agent beside it by the {@code backend.*} addresses, and everybody else by
 * {@code embedded.call}.
 */
public final class EmbeddedBackendVerticle extends VerticleBase implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBackendVerticle.class);
    private static final Duration RETENTION_LOOK = Duration.ofHours(1);
    private static final String OWN_ADDRESS = "127.0.0.1";

    private AgentConfig config;
    private final Files files;
    private final InstantSource clock = new SteadyClock();
    private Bus bus;
    private LocalTimes times;
    private EmbeddedDatabase database;
    private TaskStore tasks;
    private SeedFile seeds;
    private @Nullable StoreReplica replica;
    private EmbeddedApi api;
    private long retentionTimer = -1;

    /**
     * Where it keeps what.
     *
     * @param seeds the tasks that people write; read only
     * @param tasks all tasks
     * @param database everything else
     */
    public record Files(Path seeds, Path tasks, Path database) {}

    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    public EmbeddedBackendVerticle(AgentConfig config, Files files) {
        this.config = config;
        this.files = files;
    }

    @Override
    public Future<?> start() {
        times = new LocalTimes(config.backend().timezone(), Clock.systemUTC());
        bus = new Bus(vertx);
        tasks = new TaskStore(vertx, files.tasks(), this::syncSoon);
        seeds = new SeedFile(vertx, files.seeds(), tasks, times::now, () -> replica == null || replica.leads());
        return EmbeddedDatabase.open(vertx, files.database())
                .compose(opened -> {
                    database = opened;
                    api = new EmbeddedApi(opened, tasks, times, this::variablesChanged);
                    return tasks.open();
                })
                .compose(read -> seeds.watch())
                .compose(watched -> follow())
                .onSuccess(watched -> forgetNowAndThen())
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    @Override
    public Future<?> stop() {
        bus.close();
        if (replica != null) {
            replica.stop();
        }
        seeds.stop();
        vertx.cancelTimer(retentionTimer);
        return database == null ? Future.succeededFuture() : tasks.settled().compose(settled -> database.close());
    }

    @Override
    public Future<Void> reconfigure(AgentConfig changed) {
        Duration before = config.embeddedStore().retention();
        config = changed;
        times.zone(changed.backend().timezone());
        if (!before.equals(changed.embeddedStore().retention())) {
            forgetNowAndThen();
        }
        return Future.succeededFuture();
    }

    private void forgetNowAndThen() {
        ResultStore results = new ResultStore(database);
        Duration tenth = config.embeddedStore().retention().dividedBy(10);
        Duration pause = tenth.compareTo(RETENTION_LOOK) < 0 ? tenth : RETENTION_LOOK;
        vertx.cancelTimer(retentionTimer);
        retentionTimer = vertx.setPeriodic(0, pause.toMillis(), timer -> forget(results));
    }

    @Override
    public Future<EmbeddedReply> call(EmbeddedCall call) {
        // An edit of a store that is not the cluster's last one would be lost, or hide the last one.
        return settled().compose(current -> api.answer(call));
    }

    @Override
    public Future<BackendReply> register(RegisterRequest request) {
        return api.register(Wire.registration(config, OWN_ADDRESS, request.hostname()))
                .onSuccess(registered -> bus.publish(Addresses.BACKEND_CAPABILITIES, new BackendCapabilities(true)))
                .map(EmbeddedBackendVerticle::reply);
    }

    @Override
    public Future<BackendReply> heartbeat(Heartbeat heartbeat) {
        return api.heartbeat(Wire.heartbeat(config, heartbeat)).map(EmbeddedBackendVerticle::reply);
    }

    @Override
    public Future<VariableList> variables() {
        return api.variables().map(VariableList::new);
    }

    @Override
    public Future<BackendSeen> look(BackendLook look) {
        return Future.succeededFuture(new BackendSeen(true));
    }

    @Override
    public Future<TaskList> tasks() {
        return settled().map(current -> EmbeddedTaskList.of(tasks.book().tasks().values()));
    }

    private Future<Void> follow() {
        String replaced = files.tasks().getFileName() + ".before-cluster";
        StoreReplica begun = new StoreReplica(
                vertx, bus, tasks, api.variableStore(), files.tasks().resolveSibling(replaced));
        replica = begun;
        return begun.begin();
    }

    @Override
    public Future<Void> settled() {
        return replica == null ? Future.succeededFuture() : replica.current();
    }

    private void variablesChanged() {
        tasks.revise()
                .onFailure(
                        failure -> LOG.error("the members of the cluster do not hear of changed variables", failure));
        syncSoon();
    }

    @Override
    public Future<DeliveryReply> deliver(Delivery delivery) {
        return settled()
                .compose(current -> stored(delivery))
                .otherwise(failure ->
                        new DeliveryReply(Verdict.UNREACHABLE, 0, String.valueOf(failure.getMessage()), Duration.ZERO));
    }

    private Future<DeliveryReply> stored(Delivery delivery) {
        List<Future<Optional<Exemption>>> stored =
                delivery.results().stream().map(this::store).toList();
        return Future.all(stored).map(all -> {
            List<Exemption> exemptions =
                    stored.stream().flatMap(one -> one.result().stream()).toList();
            if (delivery.results().size() == 1 && !exemptions.isEmpty()) {
                Exemption only = exemptions.getFirst();
                return new DeliveryReply(only.verdict(), only.status(), only.reason(), Duration.ZERO);
            }
            return new DeliveryReply(Verdict.ACCEPTED, 201, "", Duration.ZERO, exemptions);
        });
    }

    private Future<Optional<Exemption>> store(ProbeResult result) {
        JsonObject body;
        try {
            body = Wire.result(config, result);
        } catch (RuntimeException fault) {
            LOG.error("a result cannot be put into the backend's form", fault);
            return Future.succeededFuture(Optional.of(new Exemption(
                    result.resultId(), Verdict.REFUSED, 0, "it cannot be put into the backend's form: " + fault)));
        }
        return api.store(body)
                .map(stored -> {
                    if (!stored.repeated()) {
                        log(result);
                    }
                    return Optional.<Exemption>empty();
                })
                .recover(failure -> Future.succeededFuture(Optional.of(
                        failure instanceof Refusal refusal
                                ? new Exemption(result.resultId(), Verdict.REFUSED, refusal.status(), refusal.reason())
                                : new Exemption(
                                        result.resultId(),
                                        Verdict.SERVER_ERROR,
                                        500,
                                        String.valueOf(failure.getMessage())))));
    }

    /** The agent beside us need not wait for its next look. At the start nobody listens yet. */
    private void syncSoon() {
        bus.ask(Addresses.SYNC_NOW, new SyncNow())
                .onFailure(failure -> LOG.debug("no sync after a change of the tasks: {}", failure.getMessage()));
    }

    private void forget(ResultStore results) {
        // By the clock that says less: one that was set ahead must not make results old.
        long before = Math.min(clock.millis(), System.currentTimeMillis())
                - config.embeddedStore().retention().toMillis();
        results.forgetBefore(before)
                .compose(gone -> {
                    LOG.debug("{} results were older than they are kept", gone);
                    return database.giveBackFreedPages();
                })
                .onFailure(failure -> LOG.error("old results cannot be removed", failure));
    }

    private static BackendReply reply(EmbeddedReply reply) {
        return new BackendReply(reply.status(), reply.code(), reply.message());
    }

    private static void log(ProbeResult result) {
        LOG.atInfo()
                .addKeyValue("task_id", result.taskId())
                .addKeyValue("type", result.taskType())
                .addKeyValue("target", result.target())
                .addKeyValue("outcome", result.outcome().wireName())
                .addKeyValue("seconds", result.durationSeconds())
                .addKeyValue("message", result.measurement().message())
                .log("result");
    }
}
