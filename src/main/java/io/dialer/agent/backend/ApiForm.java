package io.dialer.agent.backend;

import io.dialer.agent.config.BackendConfig.ResponseTimeUnit;
import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The details of an {@code api} result in the backend's units and times: {@code response_time} of each step, which the
 * alarm matcher reads as the result's own, and moments as local time. Pure.
 */
final class ApiForm {
    /** What stands flat in the details only. */
    private static final Set<String> FLAT_ONLY = Set.of("assertion_passed", "error_type", "warnings");

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final ResponseTimeUnit unit;
    private final ZoneId zone;

    ApiForm(ResponseTimeUnit unit, ZoneId zone) {
        this.unit = unit;
        this.zone = zone;
    }

    /** What pages and alarm rules read also of a run that measured nothing. */
    static JsonObject neutral(ProbeResult result) {
        Instant end = result.startedAt().plusNanos(result.durationNanos()).truncatedTo(ChronoUnit.MICROS);
        return new JsonObject()
                .put("steps", new JsonArray())
                .put("variables", new JsonObject())
                .put("total_assertions", 0)
                .put("passed_assertions", 0)
                .put("start_time", result.startedAt().toString())
                .put("end_time", end.toString())
                .put("assertion_passed", false)
                .put("error_type", "configuration_error");
    }

    JsonObject of(JsonObject measured) {
        JsonObject details = measured.copy();
        localize(details, "start_time");
        localize(details, "end_time");
        for (Object step : details.getJsonArray("steps", new JsonArray())) {
            if (step instanceof JsonObject object) {
                step(object);
            }
        }
        return details;
    }

    /** The part that stands once more within the details. */
    static JsonObject nested(JsonObject details) {
        JsonObject nested = details.copy();
        FLAT_ONLY.forEach(nested::remove);
        return nested;
    }

    private void step(JsonObject step) {
        localize(step, "start_time");
        // Whole nanoseconds, which it was measured in.
        double seconds = Math.round(step.getDouble("response_time_ms", 0.0) * NANOS_PER_MILLI) / NANOS_PER_SECOND;
        step.put("response_time", Wire.responseTime(seconds, unit));
        for (Object assertion : step.getJsonArray("assertions", new JsonArray())) {
            JsonObject alert = assertion instanceof JsonObject object ? object.getJsonObject("alert") : null;
            localize(alert, "timestamp");
        }
    }

    private void localize(@Nullable JsonObject holder, String name) {
        String moment = holder == null ? null : holder.getString(name);
        if (holder != null && moment != null) {
            holder.put(name, Wire.localTime(Instant.parse(moment), zone));
        }
    }
}
