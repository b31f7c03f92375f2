package io.dialer.agent.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.CopyOptions;
import io.vertx.core.file.OpenOptions;
import java.nio.file.Path;

/**
 * A file that is always replaced as a whole: written beside, forced to the disk, and moved into place. A kill or a power
 * cut leaves the old content or the new one. One write at a time.
 */
public final class AtomicFile {
    private static final OpenOptions ANEW = new OpenOptions()
            .setWrite(true)
            .setCreate(true)
            .setTruncateExisting(true)
            .setPerms("rw-------");

    private final Vertx vertx;
    private final Path file;

    /** A file that may not be there yet; its folder must be. */
    public AtomicFile(Vertx vertx, Path file) {
        this.vertx = vertx;
        // Vert.x looks for relative paths that are not there on the class path as well.
        this.file = file.toAbsolutePath();
    }

    /** The content; fails, with a {@code NoSuchFileException} as the cause, where there is no file. */
    public Future<Buffer> read() {
        return vertx.fileSystem().readFile(file.toString());
    }

    /** Replaces the content. */
    public Future<Void> write(Buffer content) {
        String beside = file + ".new";
        return vertx.fileSystem()
                .open(beside, ANEW)
                .compose(opened -> opened.write(content, 0)
                        .compose(written -> opened.flush())
                        .eventually(opened::close))
                .compose(closed -> vertx.fileSystem()
                        .move(
                                beside,
                                file.toString(),
                                new CopyOptions().setAtomicMove(true).setReplaceExisting(true)));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
