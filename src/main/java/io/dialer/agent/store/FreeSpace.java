package io.dialer.agent.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a little of the disk free for the removal of what is delivered: SQLite needs room to remove as well. Used on the
 * database's thread.
 */
public final class FreeSpace {
    private static final long LOOK_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** A burst writes megabytes between two looks that only the time tells apart. */
    private static final int CALLS_A_LOOK = 64;
    /** SQLite's own code for it. */
    private static final int FULL = 13;

    private final Path file;
    private final long reserveBytes;
    private int calls;
    private boolean enough = true;
    private long lookedAt = System.nanoTime() - LOOK_PAUSE_NANOS;

    /** The disk of a file, with so many bytes that are left alone. */
    public FreeSpace(Path file, long reserveBytes) {
        this.file = file;
        this.reserveBytes = reserveBytes;
    }

    /**
     * Fails where the reserve is touched, also by what is changed already and not yet written to the file.
     *
     * @throws SQLException as SQLite says it of a full disk
     */
    public void require(Connection connection) throws SQLException {
        long now = System.nanoTime();
        if (++calls >= CALLS_A_LOOK || now - lookedAt >= LOOK_PAUSE_NANOS) {
            lookedAt = now;
            calls = 0;
            enough = file.toFile().getUsableSpace() - stillToWrite(connection) >= reserveBytes;
        }
        if (!enough) {
            throw new SQLException(
                    "less than %d bytes are free on the disk of %s".formatted(reserveBytes, file), "", FULL);
        }
    }

    /**
     * Pages by which the file is going to grow: they go into the log first and into the file itself when the log is emptied.
     * Where there is no room for the second of these the log can never be emptied, and nothing removed any more.
     */
    private long stillToWrite(Connection connection) throws SQLException {
        long size = Pragma.number(connection, "page_count") * Pragma.number(connection, "page_size");
        return 2 * Math.max(0, size - file.toFile().length());
    }
}
