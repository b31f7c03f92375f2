package io.dialer.agent.scheduler;

import io.dialer.agent.probe.ProbeTask;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** Tasks of the test's own probe types. */
final class TestTasks {
    private TestTasks() {}

    /** Every hour: it runs when it is added, and then not again. */
    static ProbeTask of(String id, String type) {
        return of(id, type, "target", Duration.ofHours(1));
    }

    static ProbeTask of(String id, String type, String target, Duration interval) {
        return new ProbeTask(id, "name of " + id, type, target, interval, null, List.of(), new JsonObject(), null);
    }
}
