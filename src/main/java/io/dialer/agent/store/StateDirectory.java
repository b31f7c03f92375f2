package io.dialer.agent.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The folder that holds what must outlive the process, locked against a second one. */
public final class StateDirectory implements AutoCloseable {
    private static final String LOCK_FILE = "agent.lock";
    private static final String IDENTITY_FILE = "node-id";

    private final Path path;
    private final FileChannel channel;

    private StateDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Another process works in this folder. */
    public static final class InUse extends IOException {
        private static final long serialVersionUID = 1L;

        InUse(Path path) {
            super("state_dir %s is in use by another agent (its %s is locked)".formatted(path, LOCK_FILE));
        }
    }

    /**
     * Makes the folder where it is not there, and locks it. The lock goes with the process, however it ends.
     *
     * @throws InUse when another process, or another agent in this one, holds it
     * @throws IOException when the folder cannot be made or written
     */
    public static StateDirectory lock(Path path) throws IOException {
        OwnerOnly.folder(path);
        FileChannel channel =
                FileChannel.open(path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new InUse(path);
        }
        return new StateDirectory(path, channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            return null;
        }
    }

    /**
     * What tells this folder from every other, made once and kept in it.
     *
     * @throws IOException when it cannot be read or written
     */
    public String identity() throws IOException {
        Path kept = file(IDENTITY_FILE);
        String identity = Files.exists(kept) ? Files.readString(kept).strip() : "";
        if (identity.isEmpty()) {
            identity = UUID.randomUUID().toString();
            Files.writeString(kept, identity);
        }
        return identity;
    }

    /** A file in the folder. */
    public Path file(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
