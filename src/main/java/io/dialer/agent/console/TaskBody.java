package io.dialer.agent.console;

import io.dialer.agent.bus.TaskListing;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.ProbeTask;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code /api/agent/tasks} answers. Pure. */
final class TaskBody {
    private TaskBody() {}

    /** Those that a filter wants, without their options; {@code total} counts them on all pages. */
    static JsonObject page(List<TaskListing.Entry> entries, TaskFilter filter) {
        List<TaskListing.Entry> wanted = entries.stream().filter(filter::wants).toList();
        int from = Math.min(filter.from(), wanted.size());
        int to = (int) Math.min((long) from + filter.limit(), wanted.size());
        JsonArray list = new JsonArray();
        wanted.subList(from, to).forEach(entry -> list.add(summary(entry)));
        return new JsonObject()
                .put("total", wanted.size())
                .put("list", list)
                .put("next_cursor", to < wanted.size() ? Integer.toString(to) : null);
    }

    /** One with its options, of which those that hold secrets by their names are masked. */
    static JsonObject of(TaskListing.Entry entry) {
        ProbeTask task = entry.task();
        return summary(entry)
                .put("agent_ids", new JsonArray(task.agentIds()))
                .put("problem", task.problem())
                .put("config", MaskedOptions.of(task.options()));
    }

    private static JsonObject summary(TaskListing.Entry entry) {
        ProbeTask task = entry.task();
        return new JsonObject()
                .put("id", task.id())
                .put("name", task.name())
                .put("type", task.type())
                .put("target", MaskedOptions.of(task.target()))
                .put("tenant_id", task.tenantId())
                .put("interval_s", task.interval().toMillis() / 1000.0)
                .put("activity", entry.activity().name().toLowerCase(Locale.ROOT))
                .put("next_due_at", Instant.ofEpochMilli(entry.dueMillis()).toString())
                .put("last_run", of(entry.last()));
    }

    private static @Nullable JsonObject of(TaskListing.@Nullable LastRun last) {
        if (last == null) {
            return null;
        }
        Phase phase = last.failedPhase();
        return new JsonObject()
                .put("outcome", last.outcome().wireName())
                .put("failed_phase", phase == null ? null : phase.wireName())
                .put("started_at", Instant.ofEpochMilli(last.startedMillis()).toString())
                .put("duration_s", last.durationNanos() / 1e9)
                .put("message", last.message());
    }
}
