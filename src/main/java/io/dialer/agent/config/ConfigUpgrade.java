package io.dialer.agent.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the files of the first agent. A file without {@code config_version} is one of those: its values stay, and what
 * it relied on without saying so is written out, so that its meaning stays as well. Pure; running it on its own outcome
 * changes nothing.
 */
public final class ConfigUpgrade {
    /** The version that this agent reads. */
    public static final int CURRENT_VERSION = 2;

    private ConfigUpgrade() {}

    /**
     * A document with what was done to it.
     *
     * @param document the configuration in the current form
     * @param changes one sentence per change, empty when nothing had to be done
     */
    public record Upgraded(JsonObject document, List<String> changes) {}

    /** Brings a document into the current form; one that has it is returned as it is. */
    public static Upgraded upgrade(JsonObject written) {
        if (written.containsKey("config_version")) {
            return new Upgraded(written, List.of());
        }
        JsonObject document = written.copy();
        List<String> changes = new ArrayList<>();
        document.put("config_version", CURRENT_VERSION);
        changes.add("config_version: " + CURRENT_VERSION + " added");
        moveLogLevel(document, changes);
        putAbsent(document, "server_url", "http://localhost:5001", changes);
        putAbsent(document, "language", "zh", changes);
        writeOutHttpDefaults(document, changes);
        return new Upgraded(document, changes);
    }

    private static void moveLogLevel(JsonObject document, List<String> changes) {
        Object level = document.remove("log_level");
        if (level == null) {
            return;
        }
        Object logging = document.getValue("logging");
        if (logging == null) {
            logging = new JsonObject();
            document.put("logging", logging);
        }
        if (logging instanceof JsonObject section && !section.containsKey("log_mode")) {
            section.put("log_mode", level);
            changes.add("log_level: moved to logging.log_mode");
        } else {
            changes.add("log_level: removed, logging.log_mode stands");
        }
    }

    private static void writeOutHttpDefaults(JsonObject document, List<String> changes) {
        Object probes = document.getValue("probes");
        if (probes == null) {
            probes = new JsonObject();
            document.put("probes", probes);
        }
        if (!(probes instanceof JsonObject section) || section.containsKey("http")) {
            return;
        }
        section.put(
                "http",
                new JsonObject()
                        .put("valid_status_codes", new JsonArray().add("100-599"))
                        .put("verify_tls", false)
                        .put("user_agent", "IT-Dialer-Agent/1.0")
                        .put("proxy_from_environment", true));
        changes.add(
                "probes.http: written out as the first agent behaved"
                        + " (any status valid, no TLS verification, user agent IT-Dialer-Agent/1.0, proxy from the environment)");
    }

    private static void putAbsent(JsonObject document, String key, String value, List<String> changes) {
        if (!document.containsKey(key)) {
            document.put(key, value);
            changes.add(key + ": " + value + " written out");
        }
    }
}
