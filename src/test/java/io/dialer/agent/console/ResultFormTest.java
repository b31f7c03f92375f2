package io.dialer.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.testing.Results;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResultFormTest {
    private static final Measurement FAILED =
            new Measurement(Outcome.FAILED, Phase.TLS, "broken", new JsonObject().put("a", 1));

    @Test
    void theBriefOneHasNoDetails() {
        JsonObject brief = ResultForm.BRIEF.of(Results.lasting("tcp", Duration.ofMillis(5), null, FAILED));

        assertThat(brief.getString("failed_phase")).isEqualTo("tls");
        assertThat(brief.getString("message")).isEqualTo("broken");
        assertThat(brief.containsKey("details")).isFalse();
        assertThat(ResultForm.BRIEF.of(Results.of("1", "r")).getValue("failed_phase"))
                .isNull();
    }

    @Test
    void theWholeOneHasAll() {
        JsonObject whole = ResultForm.WHOLE.of(Results.lasting("tcp", Duration.ofMillis(5), null, FAILED));

        assertThat(whole.getJsonObject("details").getInteger("a")).isEqualTo(1);
        assertThat(whole.getString("target")).isEqualTo("target");
    }
}
