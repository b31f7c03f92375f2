package io.dialer.agent.console;

import io.dialer.agent.config.AgentConfig;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.time.Instant;

/** Which agent this is, for {@code /api/agent/status}. Used on one event loop. */
final class Self {
    private final String version;
    private final Instant startedAt =
            Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    private AgentConfig config;

    Self(AgentConfig config, String version) {
        this.config = config;
        this.version = version;
    }

    /** From the next answer on. */
    void reconfigure(AgentConfig changed) {
        config = changed;
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("agent_id", config.agentId())
                .put("agent_area", config.agentArea())
                .put("version", version)
                .put("started_at", startedAt.toString())
                .put("now", Instant.now().toString())
                .put("embedded", config.embedded())
                .put("delivers", config.backend().deliver());
    }
}
