package io.dialer.agent.testing;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results as probes would make them. */
public final class Results {
    private Results() {}

    /** A success that started now. */
    public static ProbeResult of(String taskId, String resultId) {
        return startedAt(taskId, resultId, Instant.now());
    }

    /** A success that started at a moment. */
    public static ProbeResult startedAt(String taskId, String resultId, Instant startedAt) {
        Measurement measurement = new Measurement(Outcome.SUCCESS, null, "fine", new JsonObject());
        return new ProbeResult(
                resultId, taskId, "tcp", "target", null, startedAt, 1_000_000, 1, List.of(), measurement);
    }

    /** A result of some type that took some time. */
    public static ProbeResult lasting(String type, Duration duration, @Nullable Object tenantId, Measurement found) {
        return new ProbeResult(
                "01J0", "7", type, "target", tenantId, Instant.EPOCH, duration.toNanos(), 1, List.of(), found);
    }
}
