package io.dialer.agent.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Gives pages that hold nothing back to the file system. */
final class Vacuum {
    /** Eight megabytes: what waits for the database meanwhile waits some milliseconds. */
    private static final int PAGES_AT_ONCE = 2_000;

    /** A page that moves is written to the log first: a megabyte of it. */
    private static final int PAGES_A_SMALL_STEP = 250;

    private static final int SMALL_STEPS = 64;
    private static final String EMPTY_LOG = "PRAGMA wal_checkpoint(TRUNCATE)";
    /** SQLite's own patience is longer: nothing is stored meanwhile. */
    private static final int PATIENCE_MS = 200;

    private Vacuum() {}

    /** Returns how many pages that were. */
    static long some(Connection connection) throws SQLException {
        return some(connection, PAGES_AT_ONCE);
    }

    private static long some(Connection connection, int atMost) throws SQLException {
        long before = Pragma.number(connection, "freelist_count");
        if (before > 0) {
            // Each step frees one page, and of the driver's ways to run it only this one takes all steps.
            try (Statement vacuum = connection.createStatement()) {
                vacuum.executeUpdate("PRAGMA incremental_vacuum(" + atMost + ")");
            }
        }
        return before - Pragma.number(connection, "freelist_count");
    }

    /**
     * Frees what it can within a moment and empties the log, which is where that comes into effect; the log only as far as
     * nobody reads it. Takes a megabyte of the disk itself. Outside any transaction. Returns how many pages that were.
     */
    static long onFullDisk(Connection connection) throws SQLException {
        long usual = Pragma.number(connection, "busy_timeout");
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + PATIENCE_MS);
            try {
                return inSmallSteps(connection, statement);
            } finally {
                statement.execute("PRAGMA busy_timeout = " + usual);
            }
        }
    }

    private static long inSmallSteps(Connection connection, Statement statement) throws SQLException {
        statement.execute(EMPTY_LOG);
        long freed = 0;
        for (int step = 0; step < SMALL_STEPS; step++) {
            long pages = some(connection, PAGES_A_SMALL_STEP);
            if (pages <= 0) {
                break;
            }
            freed += pages;
            statement.execute(EMPTY_LOG);
        }
        return freed;
    }
}
