package io.dialer.agent.console;

import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/** How much of a result a caller wants to see. Pure. */
enum ResultForm {
    /** All of it, as it is kept. */
    WHOLE,
    /** What a list shows: a tenth of it. */
    BRIEF;

    static ResultForm of(HttpServerRequest request) {
        return "true".equals(request.getParam("brief")) ? BRIEF : WHOLE;
    }

    JsonObject of(ProbeResult result) {
        if (this == WHOLE) {
            return result.toJson().put("target", MaskedOptions.of(result.target()));
        }
        Phase phase = result.measurement().failedPhase();
        return new JsonObject()
                .put("result_id", result.resultId())
                .put("task_id", result.taskId())
                .put("started_at", result.startedAt().toString())
                .put("duration_ns", result.durationNanos())
                .put("outcome", result.outcome().wireName())
                .put("failed_phase", phase == null ? null : phase.wireName())
                .put("message", result.measurement().message());
    }
}
