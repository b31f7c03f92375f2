package io.dialer.agent.config;

import java.nio.file.Path;

/**
 * Probe types of other people.
 *
 * @param directory the folder of their files
 * @param python the program that runs Python plugins
 * @param processes host processes at once
 * @param threads runs at once in each of them
 * @param override what becomes of a plugin with the name of a built-in type
 */
public record PluginsConfig(Path directory, String python, int processes, int threads, Precedence override) {
    /** When a plugin takes the place of the built-in type whose name it has. */
    public enum Precedence {
        NEVER,
        /** Unless it is a file that the first agent shipped. */
        CHANGED,
        ALWAYS
    }

    static PluginsConfig from(ConfigReader root, ConfigReader section) {
        return new PluginsConfig(
                root.path("plugins_dir", "plugins", "The folder of Python plugins, looked at once a second."),
                section.text("python", "python3", "The program that runs Python plugins."),
                section.integer("processes", 2, 1, 64, "Processes that run Python plugins."),
                section.integer("threads", 8, 1, 1_000, "Runs of Python plugins at once in each process."),
                section.oneOf(
                        "override",
                        Precedence.CHANGED,
                        "When a plugin replaces the built-in type whose name it has; `changed`: unless it is a file that the first agent shipped."));
    }
}
