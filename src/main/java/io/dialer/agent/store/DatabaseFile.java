package io.dialer.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a SQLite file. A damaged one must not keep the agent from starting: it is set aside for people, and an empty one
 * takes its place.
 */
final class DatabaseFile {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFile.class);
    /** SQLite's result codes, <a href="https://sqlite.org/rescode.html">rescode.html</a>. */
    private static final int CORRUPT = 11;

    private static final int NOT_A_DATABASE = 26;
    /** Up to here a file is read through at its opening; a larger one would hold the start up. */
    private static final long CHECKED_BYTES = 64L << 20;

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    private DatabaseFile() {}

    static Connection open(Path file, String synchronous, String[] schema) throws SQLException {
        try {
            // It may hold passwords; SQLite gives the files beside it the rights that this one has.
            OwnerOnly.file(file);
        } catch (IOException unusable) {
            throw new SQLException(unusable.toString(), unusable);
        }
        try {
            return connect(file, synchronous, schema);
        } catch (SQLException unusable) {
            if (unusable.getErrorCode() != CORRUPT && unusable.getErrorCode() != NOT_A_DATABASE) {
                throw unusable;
            }
            setAside(file, unusable);
            return connect(file, synchronous, schema);
        }
    }

    private static Connection connect(Path file, String synchronous, String[] schema) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            // auto_vacuum only takes effect before the first table is made.
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = " + synchronous);
            statement.execute("PRAGMA busy_timeout = 5000");
            for (String definition : schema) {
                statement.execute(definition);
            }
            if (file.toFile().length() <= CHECKED_BYTES) {
                check(statement);
            }
        } catch (SQLException unusable) {
            connection.close();
            throw unusable;
        }
        connection.setAutoCommit(false);
        return connection;
    }

    private static void check(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("PRAGMA quick_check(1)")) {
            String verdict = found.next() ? found.getString(1) : "nothing";
            if (!"ok".equals(verdict)) {
                throw new SQLException(verdict, "", CORRUPT);
            }
        }
    }

    private static void setAside(Path file, SQLException damage) throws SQLException {
        String ending = ".damaged-" + MOMENT.format(LocalDateTime.now(ZoneId.systemDefault()));
        try {
            // What is not yet in the file itself stands in the log beside it; the third file is only shared memory.
            Files.move(file, Path.of(file + ending));
            Path log = Path.of(file + "-wal");
            if (Files.exists(log)) {
                Files.move(log, Path.of(file + ending + "-wal"));
            }
            Files.deleteIfExists(Path.of(file + "-shm"));
        } catch (IOException stuck) {
            damage.addSuppressed(stuck);
            throw damage;
        }
        LOG.atError()
                .addKeyValue("file", file)
                .addKeyValue("set_aside_as", file + ending)
                .addKeyValue("reason", damage.getMessage())
                .log("the file is damaged; starting with an empty one");
    }
}
