package io.dialer.agent.probe;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one run, with all that is needed to deliver it later, in another process as well.
 *
 * @param resultId a ULID, made when the probe ended; a repeat of the result carries the same
 * @param taskId the task's id
 * @param taskType the probe type
 * @param target what was probed
 * @param tenantId the task's owner
 * @param startedAt wall-clock start of the run, in microseconds
 * @param durationNanos from the run's start to its end, retries included, by the monotonic clock
 * @param attempts how often it was tried, at least 1
 * @param warnings what was odd in the task's options
 * @param measurement what the last attempt found out
 */
public record ProbeResult(
        String resultId,
        String taskId,
        String taskType,
        String target,
        @Nullable Object tenantId,
        Instant startedAt,
        long durationNanos,
        int attempts,
        List<String> warnings,
        Measurement measurement) {
    public ProbeResult {
        warnings = List.copyOf(warnings);
    }

    public Outcome outcome() {
        return measurement.outcome();
    }

    public double durationSeconds() {
        return durationNanos / 1e9;
    }

    /** The form in which results are kept on disk; not the backend's. */
    public JsonObject toJson() {
        Phase failedPhase = measurement.failedPhase();
        return new JsonObject()
                .put("result_id", resultId)
                .put("task_id", taskId)
                .put("type", taskType)
                .put("target", target)
                .put("tenant_id", tenantId)
                .put("started_at", startedAt.toString())
                .put("duration_ns", durationNanos)
                .put("attempts", attempts)
                .put("warnings", new JsonArray(warnings))
                .put("outcome", measurement.outcome().wireName())
                .put("failed_phase", failedPhase == null ? null : failedPhase.wireName())
                .put("message", measurement.message())
                .put("details", measurement.details());
    }

    /** Reads what {@link #toJson()} wrote. */
    public static ProbeResult fromJson(JsonObject json) {
        String failedPhase = json.getString("failed_phase");
        return new ProbeResult(
                json.getString("result_id"),
                json.getString("task_id"),
                json.getString("type"),
                json.getString("target"),
                json.getValue("tenant_id"),
                Instant.parse(json.getString("started_at")),
                json.getLong("duration_ns"),
                json.getInteger("attempts"),
                json.getJsonArray("warnings").stream().map(String::valueOf).toList(),
                new Measurement(
                        Outcome.fromWireName(json.getString("outcome")),
                        failedPhase == null ? null : Phase.valueOf(failedPhase.toUpperCase(Locale.ROOT)),
                        json.getString("message"),
                        json.getJsonObject("details")));
    }
}
