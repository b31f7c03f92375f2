package io.dialer.agent;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that a first start finds missing, as they ship. */
final class DefaultFiles {
    static final Path CONFIG = Path.of("conf", "agent_config.json");
    static final Path TASKS = Path.of("conf", "tasks.json");

    private DefaultFiles() {}

    /** Writes the configuration and, beside it, the tasks; what is there stays as it is. */
    static void writeWhereAbsent() throws IOException {
        if (Files.exists(CONFIG)) {
            return;
        }
        write(CONFIG);
        if (Files.notExists(TASKS)) {
            write(TASKS);
        }
    }

    /** The tasks that belong to a configuration: those beside it, else the usual ones. */
    static Path tasksFor(Path config) {
        Path beside = config.resolveSibling(TASKS.getFileName());
        return Files.exists(beside) ? beside : TASKS;
    }

    private static void write(Path file) throws IOException {
        try (InputStream shipped = DefaultFiles.class.getResourceAsStream("/conf/" + file.getFileName())) {
            if (shipped == null) {
                throw new FileNotFoundException("the jar holds no " + file);
            }
            Files.createDirectories(file.getParent());
            Files.copy(shipped, file);
        } catch (FileSystemException failure) {
            throw new IOException("%s is not there and cannot be written: %s".formatted(file, failure), failure);
        }
    }
}
