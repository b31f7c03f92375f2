package io.dialer.agent.probe.plugin;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The plugins' files of a folder, with what tells that one has changed.
 *
 * @param stamps by file; sorted
 */
record PluginFiles(Map<Path, Stamp> stamps) {
    /** A file that is written over has another one. */
    record Stamp(long size, long modifiedMillis) {}

    /**
     * Lists a folder; one that is not there has none. What cannot be looked at, such as an editor's link that leads
     * nowhere, is no plugin.
     *
     * @throws IOException where the folder cannot be listed
     */
    static PluginFiles in(Path folder) throws IOException {
        Map<Path, Stamp> stamps = new TreeMap<>();
        try (var files = Files.newDirectoryStream(folder, "*.{py,jar}")) {
            for (Path file : files) {
                if (!String.valueOf(file.getFileName()).startsWith(".") && Files.isRegularFile(file)) {
                    stamp(stamps, file);
                }
            }
        } catch (NoSuchFileException notThere) {
            return new PluginFiles(Map.of());
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
        return new PluginFiles(stamps);
    }

    private static void stamp(Map<Path, Stamp> stamps, Path file) throws IOException {
        try {
            stamps.put(
                    file,
                    new Stamp(Files.size(file), Files.getLastModifiedTime(file).toMillis()));
        } catch (NoSuchFileException gone) {
            // Since it was listed.
        }
    }

    boolean has(String ending) {
        return stamps.keySet().stream().anyMatch(file -> file.toString().endsWith(ending));
    }
}
