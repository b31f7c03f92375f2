package io.dialer.agent.sync;

import io.dialer.agent.bus.TaskAssignment;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.probe.SystemVariable;
import io.dialer.agent.probe.TaskReader;
import io.dialer.agent.store.AtomicFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last task list with its variables, on disk, for its owner only, for a start while the backend is away. A list of another agent or backend is not used.
 */
final class TaskCache {
    private static final Logger LOG = LoggerFactory.getLogger(TaskCache.class);

    private static final TaskAssignment NOTHING = new TaskAssignment(List.of(), List.of());

    private final AtomicFile file;
    private Future<Void> writing = Future.succeededFuture();

    TaskCache(Vertx vertx, Path file) {
        this.file = new AtomicFile(vertx, file);
    }

    /**
     * Whose tasks they are.
     *
     * @param agentId of this agent
     * @param serverUrl of the backend
     */
    record Owner(String agentId, String serverUrl) {
        static Owner of(AgentConfig config) {
            return new Owner(config.agentId(), config.serverUrl());
        }
    }

    /** The cached tasks; empty where there are none that can be used. Never fails. */
    Future<TaskAssignment> read(Owner owner) {
        return file.read().map(content -> decode(owner, content)).recover(failure -> {
            if (!(failure.getCause() instanceof NoSuchFileException)) {
                LOG.atWarn()
                        .addKeyValue("file", file)
                        .addKeyValue("reason", failure.getMessage())
                        .log("the task cache cannot be read; waiting for the backend");
            }
            return Future.succeededFuture(NOTHING);
        });
    }

    /** One after the other. Fails where the disk does; the tasks run all the same. */
    Future<Void> write(Owner owner, TaskAssignment assignment) {
        JsonArray encoded = new JsonArray();
        // What broke a task is not in the record any more, so it would look well when read back.
        assignment.tasks().stream()
                .filter(task -> task.problem() == null)
                .forEach(task -> encoded.add(TaskWriter.toJson(task)));
        Buffer content = new JsonObject()
                .put("agent_id", owner.agentId())
                .put("server_url", owner.serverUrl())
                .put("tasks", encoded)
                .put(
                        "variables",
                        new JsonArray(assignment.variables().stream()
                                .map(SystemVariable::toJson)
                                .toList()))
                .toBuffer();
        writing = writing.transform(before -> file.write(content));
        return writing;
    }

    private static TaskAssignment decode(Owner owner, Buffer content) {
        JsonObject cached;
        try {
            cached = content.toJsonObject();
        } catch (DecodeException broken) {
            throw new IllegalStateException("is not JSON", broken);
        }
        if (!owner.agentId().equals(cached.getString("agent_id"))
                || !owner.serverUrl().equals(cached.getString("server_url"))) {
            return NOTHING;
        }
        return new TaskAssignment(
                list(cached, "tasks", TaskReader::read), list(cached, "variables", SystemVariable::read));
    }

    private static <T> List<T> list(JsonObject cached, String name, Function<Object, Optional<T>> read) {
        return cached.getJsonArray(name, new JsonArray()).stream()
                .map(read)
                .flatMap(Optional::stream)
                .toList();
    }
}
