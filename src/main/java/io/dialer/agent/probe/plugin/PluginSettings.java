package io.dialer.agent.probe.plugin;

import java.nio.file.Path;
import java.util.List;

/**
 * Where plugins are and how they run.
 *
 * @param directory the folder of their files
 * @param python the program
 * @param processes host processes at once
 * @param threads runs at once in each of them
 * @param environment names of our own environment that plugins see besides the usual ones
 * @param maxMemory bytes of memory that each process may have (RLIMIT_DATA of getrlimit(2)); 0: any
 * @param override what becomes of a plugin with the name of a built-in type
 * @param serverUrl what plugins find as {@code SERVER_URL} in their environment
 */
public record PluginSettings(
        Path directory,
        String python,
        int processes,
        int threads,
        List<String> environment,
        long maxMemory,
        Precedence override,
        String serverUrl) {
    /** Whether a plugin takes the place of the built-in type whose name it has. */
    public enum Precedence {
        NEVER,
        /** Unless it is a file that the first agent shipped, whose work the built-in type does. */
        CHANGED,
        ALWAYS
    }
}
