package io.dialer.agent.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.BackendConfig.ResponseTimeUnit;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.Results;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireTest {
    private static final AgentConfig CONFIG = Configurations.of(
            "{'agent_id': 'book', 'agent_area': 'guangzhou', 'backend': {'timezone': 'Asia/Shanghai'}}");

    @ParameterizedTest
    @CsvSource({
        "ping, SUCCESS, success", "ping, FAILED, failed", "ping, TIMEOUT, timeout", "ping, ERROR, error",
        "tcp, SUCCESS, success", "tcp, FAILED, failed", "tcp, TIMEOUT, failed", "tcp, ERROR, error",
        "http, SUCCESS, success", "http, FAILED, failed", "http, TIMEOUT, failed", "http, ERROR, failed",
        "api, SUCCESS, success", "api, FAILED, failed", "api, TIMEOUT, failed", "api, ERROR, failed",
        "dns, SUCCESS, success", "dns, FAILED, failed", "dns, TIMEOUT, timeout", "dns, ERROR, error"
    })
    void usesTheStatusesThatTheBackendsRulesKnow(String type, Outcome outcome, String status) {
        JsonObject body = result(type, outcome, "{}", null, Duration.ofMillis(45));
        assertThat(body.getString("status")).isEqualTo(status);
        assertThat(body.getJsonObject("details").getString("status")).isEqualTo(status);
        assertThat(body.getJsonObject("details").getString("outcome")).isEqualTo(outcome.wireName());
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, 0, 0",
        "AUTO, 0.0453, 0.0453",
        "AUTO, 99.999, 99.999",
        "AUTO, 100, 100000",
        "AUTO, 250.5, 250500",
        "S, 250.5, 250.5",
        "S, 0.5, 0.5",
        "MS, 0.5, 500",
        "MS, 250.5, 250500"
    })
    void sendsSecondsBelowAHundredAndMillisecondsFromThere(ResponseTimeUnit unit, double seconds, double sent) {
        assertThat(Wire.responseTime(seconds, unit)).isEqualTo(sent);
    }

    @Test
    void hasEveryFieldOfTheRecordedResult() {
        JsonObject recorded = ContractFiles.requestBody("result.http");
        JsonObject body =
                result("tcp", Outcome.SUCCESS, recorded.getJsonObject("details").encode(), null, Duration.ofMillis(2));
        assertThat(body.fieldNames()).containsAll(recorded.fieldNames());
        assertThat(body.getJsonObject("details").fieldNames())
                .containsAll(recorded.getJsonObject("details").fieldNames());
        assertThat(body.getString("created_at")).isEqualTo("1970-01-01T08:00:00.000000");
        assertThat(body.getString("result_id")).isEqualTo("01J0");
        assertThat(body.getString("agent_area")).isEqualTo("guangzhou");
    }

    @Test
    void neverSendsNullForWhatAbortsTheAlarmMatcher() {
        JsonObject body = result("http", Outcome.ERROR, "{}", null, Duration.ZERO);
        assertThat(body.getValue("response_time")).isEqualTo(0.0);
        assertThat(body.getValue("details")).isInstanceOf(JsonObject.class);
        assertThat(body.getValue("tenant_id")).isNull();
        assertThat(body.containsKey("tenant_id")).isTrue();
    }

    @Test
    void handsTheTenantThroughAsItCame() {
        assertThat(result("tcp", Outcome.SUCCESS, "{}", 12, Duration.ZERO).getValue("tenant_id"))
                .isEqualTo(12);
        assertThat(result("tcp", Outcome.SUCCESS, "{}", "t-1", Duration.ZERO).getValue("tenant_id"))
                .isEqualTo("t-1");
    }

    @ParameterizedTest
    @CsvSource({"ping, packet_loss", "ping, execution_time", "tcp, return_code", "tcp, connected", "http, webstatus"})
    void carriesWhatPagesReadAlsoWhereNothingWasMeasured(String type, String field) {
        assertThat(result(type, Outcome.ERROR, "{}", null, Duration.ZERO)
                        .getJsonObject("details")
                        .getValue(field))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"http, true", "api, true", "tcp, false", "ping, false", "dns, false"})
    void nestsTheMeasurementsWhereAPageReadsThem(String type, boolean nested) {
        JsonObject details = result(type, Outcome.SUCCESS, "{\"dns_time\": 3}", null, Duration.ZERO)
                .getJsonObject("details");
        assertThat(details.getInteger("dns_time")).isEqualTo(3);
        assertThat(details.containsKey("details")).isEqualTo(nested);
        if (nested) {
            assertThat(details.getJsonObject("details").getInteger("dns_time")).isEqualTo(3);
            assertThat(details.getJsonObject("details").containsKey("outcome")).isFalse();
        }
    }

    @Test
    void liftsWhatTwoAlarmRulesReadAtTheTop() {
        String measured = "{\"packet_loss\": 25.0, \"execution_time\": 0.3}";
        JsonObject ping = result("ping", Outcome.FAILED, measured, null, Duration.ZERO);
        assertThat(ping.getDouble("packet_loss")).isEqualTo(25.0);
        assertThat(ping.getDouble("execution_time")).isEqualTo(0.3);
        JsonObject tcp = result("tcp", Outcome.FAILED, "{\"execution_time\": 0.3}", null, Duration.ZERO);
        assertThat(tcp.getDouble("execution_time")).isEqualTo(0.3);
        assertThat(tcp.containsKey("packet_loss")).isFalse();
        JsonObject http = result("http", Outcome.FAILED, "{\"http_time\": 3}", null, Duration.ZERO);
        assertThat(http.containsKey("execution_time")).isFalse();
    }

    @Test
    void namesTheFailedPhaseAndLeavesItAwayOnSuccess() {
        Measurement failed = new Measurement(Outcome.FAILED, Phase.FIRST_BYTE, "m", new JsonObject());
        JsonObject body = Wire.result(CONFIG, Results.lasting("http", Duration.ZERO, null, failed));
        assertThat(body.getJsonObject("details").getString("failed_phase")).isEqualTo("first_byte");
        assertThat(result("http", Outcome.SUCCESS, "{}", null, Duration.ZERO)
                        .getJsonObject("details")
                        .containsKey("failed_phase"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T13:00:00.123456789Z, Asia/Shanghai, 2026-11-23T21:00:00.123456",
        "2026-11-23T13:00:00Z, UTC, 2026-11-23T13:00:00.000000",
        "2026-12-31T23:59:59.999999Z, +05:30, 2027-01-01T05:29:59.999999",
        "2026-07-01T12:00:00.000001Z, Europe/Berlin, 2026-07-01T14:00:00.000001"
    })
    void writesNaiveLocalTimeWithMicroseconds(String instant, String zone, String written) {
        assertThat(Wire.localTime(Instant.parse(instant), ZoneId.of(zone))).isEqualTo(written);
    }

    private static JsonObject result(
            String type, Outcome outcome, String details, @Nullable Object tenant, Duration duration) {
        Measurement measurement = new Measurement(outcome, null, "a message", new JsonObject(details));
        return Wire.result(CONFIG, Results.lasting(type, duration, tenant, measurement));
    }
}
