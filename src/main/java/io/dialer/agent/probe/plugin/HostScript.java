package io.dialer.agent.probe.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The script that hosts run, as a file that a program outside the jar can read. Any thread. */
final class HostScript {
    private final TemporaryFiles temporary;
    private @Nullable Path file;

    HostScript(TemporaryFiles temporary) {
        this.temporary = temporary;
    }

    /** Where it is; written anew where it was cleared away, as old files in such folders are. */
    synchronized Path path() throws IOException {
        Path current = file;
        if (current == null || !Files.isRegularFile(current)) {
            current = temporary.next("-dialer-plugin-host.py");
            try (InputStream packed = Objects.requireNonNull(HostScript.class.getResourceAsStream("host.py"))) {
                Files.write(current, packed.readAllBytes());
            }
            file = current;
        }
        return current;
    }
}
