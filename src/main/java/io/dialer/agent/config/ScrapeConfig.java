package io.dialer.agent.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What Prometheus reads.
 *
 * @param host the address of its own listener
 * @param port its own listener's port; 0: any free one; {@link ConsoleConfig#NONE}: it is on the console
 * @param token what a scrape must bring; null: on its own listener nothing, on the console what reading needs there
 * @param blackboxModules the modules of {@code /probe}, in blackbox_exporter's format; null: those beside the configuration
 * @param perTaskMetrics tasks whose own figures are shown, at most
 */
public record ScrapeConfig(
        String host,
        int port,
        @Nullable Secret token,
        @Nullable Path blackboxModules,
        int perTaskMetrics) {
    /** True where it has a listener besides the console's. */
    public boolean ownListener() {
        return port != ConsoleConfig.NONE;
    }

    static ScrapeConfig from(ConfigReader section, ConsoleConfig console) {
        String host = section.optionalText(
                "host",
                "The address of a listener of its own for `/metrics`, `/probe` and `/health`; without it the console's address.");
        ScrapeConfig config = new ScrapeConfig(
                host == null ? console.host() : host,
                section.integer(
                        "port",
                        ConsoleConfig.NONE,
                        ConsoleConfig.NONE,
                        65_535,
                        "That listener's port; 0: any free one, which the log names; -1: none, these paths are on the console."),
                section.secret(
                        "token",
                        "What a scrape must bring; without it a listener of its own is open, and the console wants what it wants of readers."),
                section.optionalPath(
                        "blackbox_modules",
                        "The modules of `/probe`, in the format of blackbox_exporter's file; read anew when it changes. Without it `blackbox.yml` beside the configuration, else `conf/blackbox.yml`."),
                section.integer(
                        "per_task_metrics",
                        2_000,
                        0,
                        1_000_000,
                        "Tasks whose own figures `/metrics` shows, at most; the first by their ids."));
        if (host != null && !config.ownListener()) {
            section.problem("host", host, "nothing, or any address together with scrape.port");
        }
        return config;
    }
}
