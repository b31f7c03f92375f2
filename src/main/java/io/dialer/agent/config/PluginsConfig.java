package io.dialer.agent.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Probe types of other people.
 *
 * @param directory the folder of their files
 * @param python the program that runs Python plugins
 * @param processes host processes at once
 * @param threads runs at once in each of them
 * @param environment variables of the agent's environment that Python plugins see besides the usual ones
 * @param maxMemory bytes of memory that each host process may have (RLIMIT_DATA); 0: any
 * @param override what becomes of a plugin with the name of a built-in type
 */
public record PluginsConfig(
        Path directory,
        String python,
        int processes,
        int threads,
        List<String> environment,
        long maxMemory,
        Precedence override) {
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
                section.texts(
                        "environment",
                        name -> !name.contains("="),
                        "a list of names",
                        "Variables of the agent's environment that Python plugins see. The others, save what says where programs and files are, language, time, proxies and authorities, are kept from them."),
                section.bytes(
                        "max_memory",
                        4L << 30,
                        0,
                        1L << 50,
                        "What each process that runs Python plugins, and each that it starts, may have of memory (RLIMIT_DATA), beside the stacks of its threads; 0: any."),
                section.oneOf(
                        "override",
                        Precedence.CHANGED,
                        "When a plugin replaces the built-in type whose name it has; `changed`: unless it is a file that the first agent shipped."));
    }
}
