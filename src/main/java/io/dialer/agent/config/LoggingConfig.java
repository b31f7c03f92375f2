package io.dialer.agent.config;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

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

    private static final List<String> LEVELS =
            List.of("TRACE", "DEBUG", "INFO", "WARN", "WARNING", "ERROR", "CRITICAL");

    static LoggingConfig from(ConfigReader section) {
        return new LoggingConfig(
                level(section.oneOf("log_mode", "INFO", LEVELS, "The least level that is written to the log.")),
                directory(section),
                name(section),
                section.flag("log_rotation", true, "Whether a new log file begins each day."),
                section.integer("max_history", 30, 1, 36_500, "Days for which old log files are kept."),
                section.bytes("max_total", 2L << 30, 1L << 20, 1L << 50, "What all old log files may take together."));
    }

    /** Names are patterns to the library that writes the files. */
    private static final Pattern PATTERN_SIGNS = Pattern.compile("[%\\\\{}()]");

    private static Path directory(ConfigReader section) {
        Path directory = section.path("log_path", "logs", "The folder of the log files.");
        if (PATTERN_SIGNS.matcher(directory.toString()).find()) {
            section.problem("log_path", directory.toString(), "a path without % \\ { } ( )");
        }
        return directory;
    }

    private static String name(ConfigReader section) {
        String name = section.text("log_name", "agent", "The name of the log files, without `.log`.");
        if (PATTERN_SIGNS.matcher(name).find() || name.contains("/")) {
            section.problem("log_name", name, "a file name without % \\ { } ( )");
        }
        return name;
    }

    private static Level level(String word) {
        return switch (word) {
            case "WARNING" -> Level.WARN;
            case "CRITICAL" -> Level.ERROR;
            default -> Level.valueOf(word);
        };
    }
}
