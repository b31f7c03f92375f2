package io.dialer.agent.config;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration, read and valid. Relative paths are relative to the folder the agent is started in.
 *
 * @param agentId who we are, for the backend
 * @param agentArea where we are
 * @param serverUrl the backend's base URL without a trailing slash, or {@link #EMBEDDED}
 * @param authRequired whether the backend wants the token
 * @param apiToken the backend's token
 * @param heartbeatInterval between heartbeats
 * @param reportInterval between status lines in the log
 * @param taskSyncInterval between fetches of the task list
 * @param shutdownTimeout what running probes get at a stop
 * @param language of result messages
 * @param stateDirectory outbox, history, task cache, embedded store
 * @param embeddedStore what the backend in this process keeps
 * @param plugins probe types of other people
 * @param exec commands as probes
 * @param cluster how members of a cluster find each other
 * @param security what the agent may do
 * @param probeDefaults options by probe type, under those of a task
 */
public record AgentConfig(
        String agentId,
        String agentArea,
        String serverUrl,
        boolean authRequired,
        @Nullable Secret apiToken,
        Duration heartbeatInterval,
        Duration reportInterval,
        Duration taskSyncInterval,
        Duration shutdownTimeout,
        Language language,
        Path stateDirectory,
        ThreadPoolConfig threadPool,
        LoggingConfig logging,
        BackendConfig backend,
        OutboxConfig outbox,
        HistoryConfig history,
        ConsoleConfig console,
        ScrapeConfig scrape,
        EmbeddedConfig embeddedStore,
        PluginsConfig plugins,
        ExecConfig exec,
        ClusterConfig cluster,
        SecurityConfig security,
        Map<String, JsonObject> probeDefaults) {
    /** The value of {@code server_url} that means: the backend in this process. */
    public static final String EMBEDDED = "embedded";

    public AgentConfig {
        probeDefaults = Map.copyOf(probeDefaults);
    }

    public boolean embedded() {
        return serverUrl.equals(EMBEDDED);
    }

    /** The configured defaults of a probe type's options; never change them. */
    public JsonObject probeDefaults(String type) {
        return probeDefaults.getOrDefault(type, new JsonObject());
    }
}
