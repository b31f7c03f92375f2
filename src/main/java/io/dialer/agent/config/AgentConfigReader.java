package io.dialer.agent.config;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns a configuration's text into records, or refuses it with every problem it has. Pure but for references. */
public final class AgentConfigReader {
    private static final Pattern UNKNOWN_WORD = Pattern.compile("Unrecognized token '.*?'(?=: |$)");

    private final String file;
    private final Map<String, String> environment;

    /**
     * A reader for one file.
     *
     * @param file the name that errors begin with
     * @param environment where {@code ${env:…}} looks
     */
    public AgentConfigReader(String file, Map<String, String> environment) {
        this.file = file;
        this.environment = Map.copyOf(environment);
    }

    /**
     * A configuration with what its reader wants to say about it.
     *
     * @param config what was read
     * @param warnings what is odd but not wrong
     * @param upgrades what was read differently because the file is an old one
     */
    public record Loaded(AgentConfig config, List<ConfigProblem> warnings, List<String> upgrades) {}

    /**
     * Reads a whole file's text.
     *
     * @throws ConfigException when the text is not JSON, or has problems
     */
    public Loaded read(String text) {
        return read(parse(text));
    }

    /** As {@link #read(String)}, for a document that is parsed already. */
    public Loaded read(JsonObject written) {
        ConfigUpgrade.Upgraded upgraded = ConfigUpgrade.upgrade(written);
        List<ConfigProblem> problems = new ArrayList<>();
        List<ConfigProblem> warnings = new ArrayList<>();
        References references = new References(environment, problems);
        JsonObject document = references.fillIn(upgraded.document());
        ConfigReader root = new ConfigReader(document, "", problems, warnings);
        AgentConfig config = sections(root);
        if (!problems.isEmpty()) {
            throw new ConfigException(
                    file,
                    problems.stream()
                            .map(problem -> new ConfigProblem(problem.path(), references.masked(problem.description())))
                            .toList());
        }
        return new Loaded(config, List.copyOf(warnings), upgraded.changes());
    }

    /**
     * Only the JSON, nothing of what it means.
     *
     * @throws ConfigException when the text is not a JSON object
     */
    public JsonObject parse(String text) {
        if (text.isBlank()) {
            throw new ConfigException(file, "is empty; allowed: a JSON object");
        }
        Object document;
        try {
            document = Json.decodeValue(text);
        } catch (DecodeException broken) {
            throw new ConfigException(file, "is not JSON: " + mistake(broken));
        }
        if (document instanceof JsonObject object) {
            return object;
        }
        throw new ConfigException(file, "is not a JSON object");
    }

    private static AgentConfig sections(ConfigReader root) {
        root.integer("config_version", ConfigUpgrade.CURRENT_VERSION, 2, 2);
        root.reserved("plugins_dir", "history", "scrape", "plugins", "exec", "cluster", "security");
        root.reserved("log_level");
        ConfigReader threadPool = root.section("thread_pool");
        ConfigReader logging = root.section("logging");
        ConfigReader backend = root.section("backend");
        ConfigReader outbox = root.section("outbox");
        ConfigReader console = root.section("console");
        ConfigReader embedded = root.section("embedded");
        AgentConfig config = new AgentConfig(
                root.text("agent_id", "default_agent"),
                root.text("agent_area", "default_area"),
                serverUrl(root),
                root.flag("auth_required", false),
                root.secret("api_token"),
                root.duration("heartbeat_interval", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofDays(1)),
                root.duration("report_interval", Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofDays(1)),
                root.duration("task_sync_interval", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofDays(1)),
                root.duration("shutdown_timeout", Duration.ofSeconds(30), Duration.ZERO, Duration.ofHours(1)),
                Language.valueOf(root.oneOf("language", "AUTO", "AUTO", "ZH", "EN")),
                root.path("state_dir", "data"),
                ThreadPoolConfig.from(threadPool),
                LoggingConfig.from(logging),
                BackendConfig.from(backend),
                OutboxConfig.from(outbox),
                ConsoleConfig.from(console),
                EmbeddedConfig.from(embedded),
                probeDefaults(root.section("probes")));
        if (config.authRequired() && config.apiToken() == null) {
            root.warning("api_token", "is absent although auth_required is true");
        }
        List.of(threadPool, logging, backend, outbox, console, embedded, root).forEach(ConfigReader::warnOfUnknown);
        return config;
    }

    private static String serverUrl(ConfigReader root) {
        String text = root.text("server_url", AgentConfig.EMBEDDED);
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
            if (!http || uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
                root.problem("server_url", text, allowed);
            }
        } catch (IllegalArgumentException notAUrl) {
            root.problem("server_url", text, allowed);
        }
        return text.replaceAll("/+$", "");
    }

    private static Map<String, JsonObject> probeDefaults(ConfigReader probes) {
        Map<String, JsonObject> defaults = new HashMap<>();
        for (String type : probes.keys()) {
            defaults.put(type, probes.object(type));
        }
        return defaults;
    }

    /** The parser quotes a word that it does not know; that may be a token somebody forgot to put in quotes. */
    private static String mistake(DecodeException broken) {
        String message = String.valueOf(broken.getMessage()).lines().collect(Collectors.joining(" "));
        return UNKNOWN_WORD.matcher(message).replaceAll("Unrecognized token");
    }
}
