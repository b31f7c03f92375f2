package io.dialer.agent.backend.embedded;

import io.dialer.agent.backend.EmbeddedTaskList;
import io.dialer.agent.backend.Wire;
import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.BackendReply;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Delivery;
import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.DeliveryReply.Verdict;
import io.dialer.agent.bus.EmbeddedReply;
import io.dialer.agent.bus.SyncNow;
import io.dialer.agent.bus.TaskList;
import io.dialer.agent.bus.VariableList;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backend in this process: serves the agent beside it by the {@code backend.*} addresses, and everybody else by
 * {@code embedded.call}.
 */
public final class EmbeddedBackendVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBackendVerticle.class);
    private static final Duration RETENTION_LOOK = Duration.ofHours(1);
    private static final String OWN_ADDRESS = "127.0.0.1";

    private final AgentConfig config;
    private final Files files;
    private EmbeddedDatabase database;
    private TaskStore tasks;
    private SeedFile seeds;
    private EmbeddedApi api;

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
        LocalTimes times = new LocalTimes(config.backend().timezone(), Clock.systemUTC());
        Bus bus = new Bus(vertx);
        tasks = new TaskStore(vertx, files.tasks(), () -> syncSoon(bus));
        seeds = new SeedFile(vertx, files.seeds(), tasks, times::now);
        return EmbeddedDatabase.open(vertx, files.database())
                .compose(opened -> {
                    database = opened;
                    api = new EmbeddedApi(opened, tasks, times, () -> syncSoon(bus));
                    return tasks.open();
                })
                .compose(read -> seeds.watch())
                .onSuccess(watched -> serve(bus))
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    @Override
    public Future<?> stop() {
        seeds.stop();
        return database == null ? Future.succeededFuture() : tasks.settled().compose(settled -> database.close());
    }

    private void serve(Bus bus) {
        ResultStore results = new ResultStore(database);
        Duration tenth = config.embeddedStore().retention().dividedBy(10);
        Duration pause = tenth.compareTo(RETENTION_LOOK) < 0 ? tenth : RETENTION_LOOK;
        vertx.setPeriodic(0, pause.toMillis(), timer -> forget(results));
        bus.answer(Addresses.EMBEDDED_CALL, api::answer);
        bus.answer(
                Addresses.BACKEND_REGISTER,
                request -> api.register(Wire.registration(config, OWN_ADDRESS, request.hostname()))
                        .map(EmbeddedBackendVerticle::reply));
        bus.answer(
                Addresses.BACKEND_HEARTBEAT,
                heartbeat -> api.heartbeat(Wire.heartbeat(config, heartbeat)).map(EmbeddedBackendVerticle::reply));
        bus.answer(Addresses.BACKEND_TASKS, request -> Future.succeededFuture(taskList()));
        bus.answer(Addresses.BACKEND_VARIABLES, request -> api.variables().map(VariableList::new));
        bus.answer(Addresses.BACKEND_DELIVER, this::deliver);
    }

    private TaskList taskList() {
        return EmbeddedTaskList.of(tasks.book().tasks().values());
    }

    private Future<DeliveryReply> deliver(Delivery delivery) {
        return api.store(Wire.result(config, delivery.result()))
                .map(stored -> {
                    if (!stored.repeated()) {
                        log(delivery.result());
                    }
                    return new DeliveryReply(Verdict.ACCEPTED, 201, "", Duration.ZERO);
                })
                .recover(failure -> Future.succeededFuture(
                        failure instanceof Refusal refusal
                                ? new DeliveryReply(Verdict.REFUSED, refusal.status(), refusal.reason(), Duration.ZERO)
                                : new DeliveryReply(
                                        Verdict.SERVER_ERROR,
                                        500,
                                        String.valueOf(failure.getMessage()),
                                        Duration.ZERO)));
    }

    /** The agent beside us need not wait for its next look. At the start nobody listens yet. */
    private static void syncSoon(Bus bus) {
        bus.ask(Addresses.SYNC_NOW, new SyncNow())
                .onFailure(failure -> LOG.debug("no sync after a change of the tasks: {}", failure.getMessage()));
    }

    private void forget(ResultStore results) {
        long before =
                System.currentTimeMillis() - config.embeddedStore().retention().toMillis();
        results.forgetBefore(before)
                .onSuccess(gone -> LOG.debug("{} results were older than they are kept", gone))
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
