package io.dialer.agent.probe.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files for this process alone, in a folder that only its owner can enter, which goes with it. A folder that somebody has
 * cleared away is made anew. Any thread.
 */
final class TemporaryFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);

    private final Queue<Path> all = new ConcurrentLinkedQueue<>();
    private @Nullable Path folder;
    private int number;

    /** A path for a new file. */
    synchronized Path next(String suffix) throws IOException {
        if (folder == null || !Files.isDirectory(folder)) {
            folder = Files.createTempDirectory("dialer-plugins");
            all.add(folder);
        }
        Path file = folder.resolve(++number + suffix);
        all.add(file);
        return file;
    }

    @Override
    public void close() {
        // Files before their folders.
        all.stream().sorted((one, other) -> other.compareTo(one)).forEach(path -> {
            try {
                Files.deleteIfExists(path);
            } catch (IOException left) {
                LOG.debug("{} stays: {}", path, left.toString());
            }
        });
        all.clear();
    }
}
