package io.dialer.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The backend in this process.
 *
 * @param retention how long results are kept
 * @param tasks the file that seeds the tasks; null: {@code tasks.json} beside the configuration, else {@code
 *     conf/tasks.json}
 */
public record EmbeddedConfig(Duration retention, @Nullable Path tasks) {
    static EmbeddedConfig from(ConfigReader section) {
        return new EmbeddedConfig(
                section.duration(
                        "retention",
                        Duration.ofDays(30),
                        Duration.ofMinutes(1),
                        Duration.ofDays(3650),
                        "How long the embedded backend keeps results."),
                section.optionalPath(
                        "tasks",
                        "The file that seeds its tasks; otherwise `tasks.json` beside the configuration, else `conf/tasks.json`."));
    }
}
