package io.dialer.agent.sync;

import io.dialer.agent.probe.ProbeTask;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A task back to the JSON that {@code TaskReader} reads, so that the cache has the backend's shape. Pure. */
final class TaskWriter {
    private TaskWriter() {}

    static JsonObject toJson(ProbeTask task) {
        return new JsonObject()
                .put("id", task.id())
                .put("name", task.name())
                .put("type", task.type())
                .put("target", task.target())
                .put("interval", task.interval().toNanos() / 1e9)
                .put("tenant_id", task.tenantId())
                .put("agent_ids", new JsonArray(task.agentIds()))
                .put("config", task.options());
    }
}
