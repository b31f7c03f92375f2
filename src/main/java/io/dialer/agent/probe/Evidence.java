package io.dialer.agent.probe;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is gathered around a run that failed, beyond what the run measured. Belongs to one probe. */
public interface Evidence {
    /** How long gathering may take; the run's own time does not shrink by it. */
    Duration most();

    /**
     * Gathers it on the run's worker, after the last attempt.
     *
     * @param deadline the latest end
     * @return for the result's {@code details.evidence}; null where it is too soon after the last time
     * @throws InterruptedException when the run is cut off from outside
     */
    @Nullable
    JsonObject gather(Deadline deadline) throws InterruptedException;
}
