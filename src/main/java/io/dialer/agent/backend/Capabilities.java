package io.dialer.agent.backend;

import io.dialer.agent.bus.BackendCapabilities;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a backend says of itself when an agent registers: {@code {"capabilities": ["results.batch"]}}. Pure. */
public final class Capabilities {
    /** Its name for {@code POST /results/batch}. */
    public static final String RESULTS_BATCH = "results.batch";

    private Capabilities() {}

    /** Reads the content of an answer; the first backend says nothing of this kind. */
    static BackendCapabilities of(@Nullable Object content) {
        boolean batches = content instanceof JsonObject told
                && told.getValue("capabilities") instanceof JsonArray names
                && names.contains(RESULTS_BATCH);
        return new BackendCapabilities(batches);
    }
}
