package io.dialer.agent.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.Results;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiFormTest {
    private static final String MOMENT = "2026-11-23T13:00:00.123456Z";
    private static final String LOCAL = "2026-11-23T21:00:00.123456";

    /** As the alarm matcher reads it: below 100 it takes seconds, from there on milliseconds. */
    @ParameterizedTest
    @CsvSource({"auto, 45.3, 0.0453", "auto, 99999, 99.999", "auto, 100000, 100000", "ms, 45.3, 45.3", "s, 100000, 100"
    })
    void givesEachStepTheUnitOfTheWhole(String unit, double millis, double posted) {
        JsonObject body = posted("'response_time_unit': '" + unit + "', 'timezone': 'UTC'", step(millis));

        JsonObject step = body.getJsonObject("details").getJsonArray("steps").getJsonObject(0);
        assertThat(step.getDouble("response_time")).isEqualTo(posted);
        assertThat(step.getDouble("response_time_ms")).isEqualTo(millis);
        JsonObject nested = body.getJsonObject("details").getJsonObject("details");
        assertThat(nested.getJsonArray("steps")).isEqualTo(new JsonArray().add(step));
    }

    @Test
    void putsMomentsIntoTheBackendsTime() {
        JsonObject details = posted("'timezone': 'Asia/Shanghai'", step(1)).getJsonObject("details");

        assertThat(details.getString("start_time")).isEqualTo(LOCAL);
        assertThat(details.getString("end_time")).isEqualTo(LOCAL);
        JsonObject step = details.getJsonArray("steps").getJsonObject(0);
        assertThat(step.getString("start_time")).isEqualTo(LOCAL);
        assertThat(step.getJsonArray("assertions")
                        .getJsonObject(0)
                        .getJsonObject("alert")
                        .getString("timestamp"))
                .isEqualTo(LOCAL);
        assertThat(details.getString("error_type")).isEmpty();
        assertThat(details.getJsonObject("details").fieldNames())
                .containsExactlyInAnyOrder(
                        "steps", "variables", "total_assertions", "passed_assertions", "start_time", "end_time");
    }

    @Test
    void givesARunThatMeasuredNothingWhatPagesAndRulesRead() {
        AgentConfig config = Configurations.of("{}");
        JsonObject body = Wire.result(
                config, Results.lasting("api", Duration.ZERO, 7, Measurement.error("steps: null is not allowed")));

        assertThat(body.getString("status")).isEqualTo("failed");
        JsonObject details = body.getJsonObject("details");
        assertThat(details.getString("outcome")).isEqualTo("error");
        assertThat(details.getJsonArray("steps")).isEmpty();
        assertThat(details.getInteger("total_assertions")).isZero();
        assertThat(details.getBoolean("assertion_passed")).isFalse();
        assertThat(details.getString("error_type")).isEqualTo("configuration_error");
        assertThat(details.getJsonObject("details").getJsonObject("variables")).isEmpty();
    }

    private static JsonObject posted(String backend, JsonObject details) {
        Measurement measured = new Measurement(Outcome.SUCCESS, null, "fine", details);
        return Wire.result(
                Configurations.of("{'backend': {" + backend + "}}"),
                Results.lasting("api", Duration.ofMillis(45), null, measured));
    }

    private static JsonObject step(double millis) {
        JsonObject alert = new JsonObject().put("timestamp", MOMENT);
        JsonObject step = new JsonObject()
                .put("response_time_ms", millis)
                .put("start_time", MOMENT)
                .put(
                        "assertions",
                        new JsonArray()
                                .add(new JsonObject().put("alert", alert))
                                .add(new JsonObject()));
        return new JsonObject()
                .put("start_time", MOMENT)
                .put("end_time", MOMENT)
                .put("error_type", "")
                .put("assertion_passed", true)
                .put("steps", new JsonArray().add(step));
    }
}
