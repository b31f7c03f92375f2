package io.dialer.agent.console;

import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.ConfigStatus;
import io.dialer.agent.bus.LinkStatus;
import io.dialer.agent.bus.OutboxStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What {@code /api/agent/status} and {@code /api/agent/outbox} answer. Pure. */
final class StatusBody {
    private StatusBody() {}

    /**
     * All of it.
     *
     * @param self which agent this is
     * @param link to the backend; null where nothing is said to it
     */
    static JsonObject of(
            JsonObject self,
            AgentStatus status,
            OutboxStatus outbox,
            ConfigStatus configuration,
            @Nullable LinkStatus link) {
        AgentStatus.Pool pool = status.pool();
        AgentStatus.Tasks tasks = status.tasks();
        AgentStatus.Lateness lateness = status.lateness();
        return new JsonObject()
                .put("agent", self)
                .put("backend", link == null ? null : of(link))
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
                                .put("ended_runs", tasks.endedRuns())
                                .put("succeeded_runs", tasks.succeededRuns())
                                .put("failing", tasks.failing())
                                .put("changes", tasks.changes()))
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

    private static JsonObject of(LinkStatus link) {
        return new JsonObject()
                .put("leading", link.leading())
                .put("registered", link.registered())
                .put("failures_in_row", link.failuresInRow())
                .put("heard_at", link.heardAt() == null ? null : link.heardAt().toString())
                .put("reason", link.reason());
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
