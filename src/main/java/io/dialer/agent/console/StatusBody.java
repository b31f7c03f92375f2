package io.dialer.agent.console;

import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.ConfigStatus;
import io.dialer.agent.bus.OutboxStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What {@code /api/agent/status} and {@code /api/agent/outbox} answer. Pure. */
final class StatusBody {
    private StatusBody() {}

    static JsonObject of(AgentStatus status, OutboxStatus outbox, ConfigStatus configuration) {
        AgentStatus.Pool pool = status.pool();
        AgentStatus.Tasks tasks = status.tasks();
        AgentStatus.Lateness lateness = status.lateness();
        return new JsonObject()
                .put(
                        "pool",
                        new JsonObject()
                                .put("max_workers", pool.maxWorkers())
                                .put("active", pool.active())
                                .put("queued", pool.queued())
                                .put("queue_size_limit", pool.queueLimit())
                                .put("completed", pool.completed())
                                .put("refused", pool.refused())
                                .put("skipped", pool.skipped())
                                .put("workers_needed", pool.workersNeeded()))
                .put(
                        "tasks",
                        new JsonObject()
                                .put("total", tasks.total())
                                .put("running", tasks.running())
                                .put("succeeded_runs", tasks.succeededRuns())
                                .put("failing", tasks.failing()))
                .put(
                        "lateness_ms",
                        new JsonObject()
                                .put("p50", lateness.p50())
                                .put("p99", lateness.p99())
                                .put("max", lateness.max())
                                .put("runs", lateness.runs()))
                .put("outbox", of(outbox))
                .put("config", of(configuration));
    }

    static JsonObject of(OutboxStatus status) {
        return new JsonObject()
                .put("depth", status.depth())
                .put("oldest_age_s", status.oldestAgeSeconds())
                .put("delivered", status.delivered())
                .put("dropped", status.dropped())
                .put("not_stored", status.notStored())
                .put("dead", status.dead());
    }

    private static JsonObject of(ConfigStatus status) {
        return new JsonObject()
                .put("origin", status.origin())
                .put("since", status.since().toString())
                .put("reloads", status.reloads())
                .put("refusals", status.refusals())
                .put("refusal", status.refusal())
                .put("restart_required", new JsonArray(status.restartRequired()));
    }
}
