package io.dialer.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProbeFactoriesTest {
    private final ProbeFactories factories =
            new ProbeFactories(new ProbeContext(new Messages(Locale.ENGLISH), Map.of()), type -> new JsonObject());

    @Test
    void findsTheTypes() {
        assertThat(factories.types()).contains("http", "ping", "tcp").isSorted();
    }

    @Test
    void namesTheKnownTypesForAnUnknownOne() {
        assertThat(run(ProbeTask.once("nope", "t", new JsonObject())))
                .isEqualTo("type: \"nope\" is not known; known: " + String.join(", ", factories.types()));
    }

    @Test
    void keepsATaskWithAWrongOptionOrAFaultOfOursVisible() {
        assertThat(run(ProbeTask.once("tcp", "t", new JsonObject().put("retries", -1))))
                .startsWith("retries: -1");
        // No network in this context: a fault of ours, which must not stop the other tasks.
        assertThat(run(ProbeTask.once("tcp", "t", new JsonObject()))).startsWith("internal fault: ");
    }

    private String run(ProbeTask task) {
        ProbeResult result = factories.prepare(task).run(task, Deadline.in(Duration.ofSeconds(1)));
        assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
        return result.measurement().message();
    }
}
