package io.dialer.agent;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that a first start finds missing, as they ship. */
final class DefaultFiles {
    static final Path CONFIG = Path.of("conf", "agent_config.json");
    static final Path TASKS = Path.of("conf", "tasks.json");
    static final Path MODULES = Path.of("conf", "blackbox.yml");

    private DefaultFiles() {}

    /** Writes the configuration and, beside it, the tasks and the modules of {@code /probe}; what is there stays as it is. */
    static void writeWhereAbsent() throws IOException {
        if (Files.exists(CONFIG)) {
            return;
        }
        write(CONFIG);
        for (Path other : List.of(TASKS, MODULES)) {
            if (Files.notExists(other)) {
                write(other);
            }
        }
    }

    /** The tasks that belong to a configuration: those beside it, else the usual ones. */
    static Path tasksFor(Path config) {
        return besideOr(config, TASKS);
    }

    /** The modules that belong to a configuration, in the same way. */
    static Path modulesFor(Path config) {
        return besideOr(config, MODULES);
    }

    private static Path besideOr(Path config, Path usual) {
        Path beside = config.resolveSibling(usual.getFileName());
        return Files.exists(beside) ? beside : usual;
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
