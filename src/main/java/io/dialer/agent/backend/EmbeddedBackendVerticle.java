package io.dialer.agent.backend;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.BackendReply;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Delivery;
import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.TaskList;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.TaskReader;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backend without a server: the tasks stand in a file, the results end in the log and in the state directory. In this
 * form it serves the agent of its own process only.
 */
public final class EmbeddedBackendVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBackendVerticle.class);
    private static final Duration RETENTION = Duration.ofDays(30);
    private static final Duration RETENTION_LOOK = Duration.ofHours(1);
    private static final BackendReply DONE = new BackendReply(200, 0, "");

    private final AgentConfig config;
    private final Path tasksFile;
    private final Path resultsFile;
    private EmbeddedStore store;

    /**
     * A backend on files.
     *
     * @param tasksFile a JSON array of tasks, read at each sync
     * @param resultsFile where results are kept
     */
    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    public EmbeddedBackendVerticle(AgentConfig config, Path tasksFile, Path resultsFile) {
        this.config = config;
        this.tasksFile = tasksFile;
        this.resultsFile = resultsFile;
    }

    @Override
    public Future<?> start() {
        return EmbeddedStore.open(vertx, resultsFile).onSuccess(opened -> {
            store = opened;
            vertx.setPeriodic(
                    0,
                    RETENTION_LOOK.toMillis(),
                    timer -> store.forgetOlderThan(RETENTION)
                            .onFailure(failure -> LOG.error("old results cannot be removed", failure)));
            Bus bus = new Bus(vertx);
            bus.answer(Addresses.BACKEND_REGISTER, request -> Future.succeededFuture(DONE));
            bus.answer(Addresses.BACKEND_HEARTBEAT, heartbeat -> Future.succeededFuture(DONE));
            bus.answer(Addresses.BACKEND_TASKS, request -> taskList());
            bus.answer(Addresses.BACKEND_DELIVER, this::deliver);
        });
    }

    @Override
    public Future<?> stop() {
        return store == null ? Future.succeededFuture() : store.close();
    }

    private Future<TaskList> taskList() {
        long startedAt = System.nanoTime();
        return vertx.fileSystem().readFile(tasksFile.toString()).map(text -> read(text, startedAt));
    }

    private TaskList read(Buffer text, long startedAt) {
        Object document;
        try {
            document = Json.decodeValue(text);
        } catch (DecodeException broken) {
            throw new IllegalArgumentException(tasksFile + ": is not JSON: " + broken.getMessage(), broken);
        }
        if (!(document instanceof JsonArray elements)) {
            throw new IllegalArgumentException(tasksFile + ": is not a JSON array of tasks");
        }
        Map<String, ProbeTask> tasks = new LinkedHashMap<>();
        int unreadable = 0;
        for (Object element : elements) {
            if (element instanceof JsonObject json && Boolean.FALSE.equals(json.getValue("enabled"))) {
                continue;
            }
            Optional<ProbeTask> task = TaskReader.read(element);
            if (task.isEmpty()) {
                unreadable++;
            } else {
                tasks.putIfAbsent(task.get().id(), task.get());
            }
        }
        return new TaskList(
                tasks.values().stream().toList(), unreadable, true, Duration.ofNanos(System.nanoTime() - startedAt));
    }

    private Future<DeliveryReply> deliver(Delivery delivery) {
        ProbeResult result = delivery.result();
        return store.add(result, Wire.result(config, result).encode()).map(stored -> {
            if (stored > 0) {
                log(result);
            }
            return new DeliveryReply(DeliveryReply.Verdict.ACCEPTED, 201, "", Duration.ZERO);
        });
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
