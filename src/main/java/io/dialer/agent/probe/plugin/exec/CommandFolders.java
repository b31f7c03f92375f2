package io.dialer.agent.probe.plugin.exec;

import io.dialer.agent.probe.InvalidOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The folders whose commands tasks may run. They may change; each task is judged anew then. Any thread. */
public final class CommandFolders {
    private volatile List<Path> folders;

    public CommandFolders(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** From now on. */
    public void replace(List<Path> others) {
        folders = List.copyOf(others);
    }

    /**
     * The command that a task names: by its path, or by its name alone, which is looked for in each folder in turn. Links
     * are followed, so that one cannot lead out of the folders.
     *
     * @throws InvalidOption where it is in none of them, or cannot be executed
     */
    Path find(String target) {
        List<Path> allowed = folders.stream()
                .map(CommandFolders::real)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        Path written = path(target);
        List<Path> candidates = target.contains("/")
                ? List.of(written)
                : allowed.stream().map(folder -> folder.resolve(written)).toList();
        for (Path candidate : candidates) {
            Path real = candidate.isAbsolute() ? real(candidate) : null;
            if (real != null
                    && Files.isRegularFile(real)
                    && Files.isExecutable(real)
                    && allowed.stream().anyMatch(real::startsWith)) {
                // As it is written: some commands look at the name by which they are called.
                return candidate;
            }
        }
        throw new InvalidOption("target", target, allowed());
    }

    private String allowed() {
        return folders.isEmpty()
                ? "nothing, because exec.allowed_dirs is empty"
                : "a command that can be executed in "
                        + folders.stream().map(Path::toString).collect(Collectors.joining(", "))
                        + " (exec.allowed_dirs)";
    }

    private Path path(String target) {
        try {
            return Path.of(target).normalize();
        } catch (InvalidPathException unusable) {
            throw new InvalidOption("target", target, allowed());
        }
    }

    private static @Nullable Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException notThere) {
            return null;
        }
    }
}
