package io.dialer.agent.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.ConfigStatus;
import io.dialer.agent.bus.Heartbeat;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.testing.Configurations;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireHeartbeatTest {
    private static final AgentConfig CONFIG = Configurations.of(
            "{'agent_id': 'book', 'agent_area': 'guangzhou', 'backend': {'timezone': 'Asia/Shanghai'}}");
    private static final AgentStatus STATUS = new AgentStatus(
            new AgentStatus.Pool(10, 3, 2, 1000, 120, 4, 5, 7),
            new AgentStatus.Tasks(25, 3, 120, 118, 2, 30),
            new AgentStatus.Lateness(0.5, 2, 9, 120));

    @Test
    void equalsTheRecordedHeartbeatInItsFields() {
        JsonObject recorded = ContractFiles.requestBody("heartbeat.http");
        JsonObject body = body(false);
        recorded.forEach(field -> assertThat(body.getValue(field.getKey())).isEqualTo(field.getValue()));
    }

    @Test
    void addsOurOwnState() {
        JsonObject body = body(false);
        assertThat(body.getString("status")).isEqualTo("running");
        assertThat(body.getString("version")).isEqualTo("2.0.0");
        assertThat(body.getLong("uptime_s")).isEqualTo(60);
        assertThat(body.getJsonObject("queue"))
                .isEqualTo(new JsonObject("{\"limit\": 1000, \"rejected\": 4, \"skipped\": 5, \"workers_needed\": 7}"));
        assertThat(body.getJsonObject("lateness_ms"))
                .isEqualTo(new JsonObject("{\"p50\": 0.5, \"p99\": 2.0, \"max\": 9.0}"));
        assertThat(body.getJsonObject("outbox"))
                .isEqualTo(new JsonObject(
                        "{\"depth\": 11, \"oldest_age_s\": 1.5, \"dropped\": 12, \"not_stored\": 13, \"dead\": 14}"));
        assertThat(body(true).getString("status")).isEqualTo("draining");
    }

    @Test
    void runningAndPendingTasksAddUpToTheTotal() {
        JsonObject tasks = body(false).getJsonObject("task_status");
        assertThat(tasks.getInteger("running_tasks") + tasks.getInteger("pending_tasks"))
                .isEqualTo(tasks.getInteger("total_tasks"));
    }

    @Test
    void tellsHowTheConfigurationStandsWithoutTheReason() {
        assertThat(body(false).getJsonObject("config"))
                .isEqualTo(new JsonObject()
                        .put("reloads", 2L)
                        .put("refusals", 3L)
                        .put("refused", true)
                        .put("restart_required", new JsonArray().add("console.port")));
    }

    @Test
    void registersWithTheRecordedFields() {
        assertThat(Wire.registration(CONFIG, "192.0.2.2", "vm")).isEqualTo(ContractFiles.requestBody("register.http"));
    }

    private static JsonObject body(boolean draining) {
        return Wire.heartbeat(
                CONFIG,
                new Heartbeat(
                        draining,
                        Instant.parse("2026-11-23T13:00:00.123456Z"),
                        STATUS,
                        new OutboxStatus(11, 1.5, 12, 13, 14, 15),
                        new ConfigStatus(
                                "agent.json", Instant.EPOCH, 2, 3, "agent.json: is empty", List.of("console.port")),
                        60,
                        "2.0.0",
                        List.of()));
    }
}
