package io.dialer.agent.config;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every key of the configuration with its default, its range and its meaning: the one place they come from. Pure. */
final class ConfigSections {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private ConfigSections() {}

    /** Every key that is known. */
    static List<ConfigKey> keys() {
        Reading reading = new Reading();
        read(new ConfigReader(new JsonObject(), "", reading));
        return reading.keys();
    }

    static AgentConfig read(ConfigReader root) {
        root.integer(
                "config_version",
                ConfigUpgrade.CURRENT_VERSION,
                2,
                2,
                "The form of the file; a JSON file without it is one of the first agent and is upgraded.");
        root.ignored("$schema");
        root.reserved("log_level");
        ConfigReader threadPool = root.section("thread_pool");
        ConfigReader logging = root.section("logging");
        ConfigReader backend = root.section("backend");
        ConfigReader outbox = root.section("outbox");
        ConfigReader history = root.section("history");
        ConfigReader console = root.section("console");
        ConfigReader scrape = root.section("scrape");
        ConfigReader embedded = root.section("embedded");
        ConfigReader plugins = root.section("plugins");
        ConfigReader exec = root.section("exec");
        ConfigReader cluster = root.section("cluster");
        ConsoleConfig consoleConfig = ConsoleConfig.from(console);
        AgentConfig config = new AgentConfig(
                root.text("agent_id", "default_agent", "Who we are, for the backend."),
                root.text("agent_area", "default_area", "Where we are."),
                serverUrl(root),
                root.flag("auth_required", false, "Whether the backend wants the token."),
                root.secret("api_token", "The token for the backend, and for agents that use the embedded one."),
                root.duration("heartbeat_interval", Duration.ofSeconds(30), SECOND, DAY, "Between heartbeats."),
                root.duration(
                        "report_interval", Duration.ofSeconds(60), SECOND, DAY, "Between status lines in the log."),
                root.duration(
                        "task_sync_interval", Duration.ofSeconds(30), SECOND, DAY, "Between fetches of the task list."),
                root.duration(
                        "shutdown_timeout",
                        Duration.ofSeconds(30),
                        Duration.ZERO,
                        Duration.ofHours(1),
                        "What running probes get at a stop."),
                root.oneOf(
                        "language", Language.AUTO, "The language of result messages; `auto` is that of the process."),
                root.path(
                        "state_dir",
                        "data",
                        "The folder of the outbox, the history, the task cache and the embedded store; one process at a time."),
                ThreadPoolConfig.from(threadPool),
                LoggingConfig.from(logging),
                BackendConfig.from(backend),
                OutboxConfig.from(outbox),
                HistoryConfig.from(history),
                consoleConfig,
                ScrapeConfig.from(scrape, consoleConfig),
                EmbeddedConfig.from(embedded),
                PluginsConfig.from(root, plugins),
                ExecConfig.from(exec),
                ClusterConfig.from(cluster),
                SecurityConfig.from(root.section("security")),
                probeDefaults(root.section("probes")));
        if (config.authRequired() && config.apiToken() == null) {
            root.warning("api_token", "is absent although auth_required is true");
        }
        List.of(threadPool, logging, backend, outbox, history, console, scrape, embedded, plugins, exec, cluster, root)
                .forEach(ConfigReader::warnOfUnknown);
        return config;
    }

    private static String serverUrl(ConfigReader root) {
        String text = root.text(
                "server_url", AgentConfig.EMBEDDED, "The backend's base URL, or `embedded`: the one in this process.");
        if (text.toLowerCase(Locale.ROOT).equals(AgentConfig.EMBEDDED)) {
            return AgentConfig.EMBEDDED;
        }
        String allowed = "embedded, or a URL such as http://backend:5001";
        try {
            URI uri = URI.create(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (uri.getRawUserInfo() != null) {
                root.problem("server_url", "***", allowed + ", without user and password");
                return text;
            }
            boolean port = uri.getPort() == -1 || (uri.getPort() > 0 && uri.getPort() < 65_536);
            if (!http || uri.getHost() == null || !port || uri.getQuery() != null || uri.getFragment() != null) {
                root.problem("server_url", shown(text), allowed);
            }
        } catch (IllegalArgumentException notAUrl) {
            root.problem("server_url", shown(text), allowed);
        }
        return text.replaceAll("/+$", "");
    }

    /** A password or a token may stand before an at sign or in a query. */
    private static String shown(String url) {
        return url.contains("@") || url.contains("?") ? "***" : url;
    }

    private static Map<String, JsonObject> probeDefaults(ConfigReader probes) {
        Map<String, JsonObject> defaults = new HashMap<>();
        for (String type : probes.keys()) {
            defaults.put(type, probes.object(type));
        }
        return defaults;
    }
}
