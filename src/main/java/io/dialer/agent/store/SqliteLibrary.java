package io.dialer.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's native code. The driver unpacks it to the temporary folder and leaves the deletion to the end of the JVM, which
 * a kill or a halt never comes to; so a megabyte would stay behind for each start. Here it goes to a folder of its own,
 * which is deleted as soon as the code is loaded: Linux keeps the mapped file.
 */
final class SqliteLibrary {
    private static final String UNPACKED_TO = "org.sqlite.tmpdir";
    private static final String GIVEN = "org.sqlite.lib.path";

    private static boolean loaded;

    private SqliteLibrary() {}

    /**
     * Loads it once; what somebody has configured for the driver stays in force.
     *
     * @throws IOException where the temporary folder cannot be used; the message names it
     */
    static synchronized void load() throws IOException {
        if (loaded) {
            return;
        }
        if (System.getProperty(UNPACKED_TO) == null && System.getProperty(GIVEN) == null) {
            unpackAndDelete();
        }
        loaded = true;
    }

    private static void unpackAndDelete() throws IOException {
        Path folder = Files.createTempDirectory("dialer-sqlite-");
        System.setProperty(UNPACKED_TO, folder.toString());
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception | LinkageError failure) {
            throw new IOException(
                    "SQLite's native code cannot be loaded from %s: %s; allowed: a java.io.tmpdir that is not mounted noexec"
                            .formatted(folder, failure.getMessage()),
                    failure);
        } finally {
            System.clearProperty(UNPACKED_TO);
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> inside;
        try (Stream<Path> tree = Files.walk(folder)) {
            inside = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : inside) {
            Files.deleteIfExists(path);
        }
    }
}
