package io.dialer.agent.backend.embedded;

import com.github.f4b6a3.ulid.UlidCreator;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A result as an agent posted it, checked.
 *
 * @param resultId the agent's, or one made here: the first agent sends none
 * @param responseSeconds for the task's average
 * @param startedMs epoch milliseconds, not later than now: clocks differ and are set, and a result from next year would
 *     be the latest for a year
 * @param body what is answered when somebody asks for it, without the number that the store gives it
 */
record PostedResult(
        String resultId,
        String taskId,
        String agentId,
        String status,
        double responseSeconds,
        long startedMs,
        JsonObject body) {
    /** Below this a response time is seconds, from here on milliseconds. */
    private static final double SECONDS_BELOW = 100;

    private static final int LONGEST_ID = 128;

    /**
     * Reads a posted body.
     *
     * @throws Refusal that names the first field that is wrong, or the task that is gone
     */
    static PostedResult of(JsonObject posted, TaskBook tasks, LocalTimes times) {
        String taskId = TaskForm.key(posted.getValue("task_id"));
        if (taskId == null) {
            throw Refusal.badRequest("task_id: it is needed, as a whole number or a text");
        }
        JsonObject task = tasks.tasks().get(taskId);
        if (task == null) {
            // Final for an agent: nobody will ever want the result of a task that is gone.
            throw Refusal.badRequest("task_id: task %s does not exist".formatted(taskId));
        }
        if (!(posted.getValue("status") instanceof String status) || status.isBlank()) {
            throw Refusal.badRequest("status: it is needed, as a text");
        }
        Object written = posted.getValue("created_at");
        Long startedMs = written == null
                ? Long.valueOf(times.nowMillis())
                : written instanceof String text ? times.millis(text) : null;
        if (startedMs == null) {
            throw Refusal.badRequest(
                    "created_at: %s is not allowed; allowed: a local time such as 2026-11-23T21:00:00.123456"
                            .formatted(written));
        }
        double seconds = seconds(posted.getValue("response_time"));
        String resultId = text(posted.getValue("result_id"));
        if (resultId != null && resultId.length() > LONGEST_ID) {
            throw Refusal.badRequest("result_id: %d characters at most are allowed".formatted(LONGEST_ID));
        }
        JsonObject body = posted.copy()
                .put("task_id", task.getValue("id"))
                .put("agent_area", posted.getValue("agent_area"))
                .put("agent_id", posted.getValue("agent_id"))
                .put("created_at", written == null ? times.now() : written)
                .put("details", posted.getValue("details"))
                .put("message", posted.getValue("message"))
                .put("response_time", posted.getValue("response_time"))
                .put("tenant_id", posted.getValue("tenant_id"));
        String id = resultId == null ? UlidCreator.getMonotonicUlid().toString() : resultId;
        body.put("result_id", id);
        return new PostedResult(
                id,
                taskId,
                Objects.requireNonNullElse(text(posted.getValue("agent_id")), ""),
                status,
                seconds,
                Math.min(startedMs, times.nowMillis()),
                body);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null || value.toString().isBlank() ? null : value.toString();
    }

    private static double seconds(@Nullable Object written) {
        if (written == null) {
            return 0;
        }
        if (!(written instanceof Number number) || !Double.isFinite(number.doubleValue()) || number.doubleValue() < 0) {
            throw Refusal.badRequest("response_time: a number from 0 is needed, or null");
        }
        double value = number.doubleValue();
        return value < SECONDS_BELOW ? value : value / 1000;
    }
}
