package io.dialer.agent.config;

import java.nio.file.Path;

/**
 * The agent's own log.
 *
 * @param level the least level that is written
 * @param directory the folder of the files
 * @param name the files' name without {@code .log}
 * @param rotation whether a new file begins each day
 * @param maxHistoryDays days that are kept
 * @param maxTotalBytes the size of all old files together
 */
public record LoggingConfig(
        Level level, Path directory, String name, boolean rotation, int maxHistoryDays, long maxTotalBytes) {
    /** Levels, under Java's names and those of the first agent. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    static LoggingConfig from(ConfigReader section) {
        return new LoggingConfig(
                level(section.oneOf(
                        "log_mode", "INFO", "TRACE", "DEBUG", "INFO", "WARN", "WARNING", "ERROR", "CRITICAL")),
                section.path("log_path", "logs"),
                section.text("log_name", "agent"),
                section.flag("log_rotation", true),
                section.integer("max_history", 30, 1, 36_500),
                section.bytes("max_total", 2L << 30, 1L << 20, 1L << 50));
    }

    private static Level level(String word) {
        return switch (word) {
            case "WARNING" -> Level.WARN;
            case "CRITICAL" -> Level.ERROR;
            default -> Level.valueOf(word);
        };
    }
}
