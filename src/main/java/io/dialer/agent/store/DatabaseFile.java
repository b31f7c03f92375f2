package io.dialer.agent.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A SQLite file on disk. Opening it reads its header and recovers its log, however large it is. A damaged one must not keep
 * the agent from working: it is set aside for people, and a new one with what can still be read takes its place.
 *
 * @param file where it is
 * @param synchronous SQLite's {@code NORMAL} or {@code FULL}
 * @param schema statements that may run at every start; none for a connection that only looks
 */
record DatabaseFile(Path file, String synchronous, List<String> schema) {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFile.class);
    /** SQLite's result codes, <a href="https://sqlite.org/rescode.html">rescode.html</a>. */
    static final int CORRUPT = 11;

    static final int NOT_A_DATABASE = 26;
    /** What stands in the higher bits says more, and is not needed here. */
    static final int PRIMARY_CODE = 0xff;

    /** The log beside the file is cut back to this after a checkpoint, so that it holds no disk that it does not need. */
    private static final int LARGEST_IDLE_LOG = 8 << 20;

    private static final String DAMAGED = ".damaged-";
    private static final int KEPT_ASIDE = 2;

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    DatabaseFile {
        schema = List.copyOf(schema);
    }

    /** True where the file itself is at fault. */
    static boolean isDamage(Throwable failure) {
        if (!(failure instanceof SQLException said)) {
            return false;
        }
        int code = said.getErrorCode() & PRIMARY_CODE;
        return code == CORRUPT || code == NOT_A_DATABASE;
    }

    Connection open() throws SQLException {
        try {
            // It may hold passwords; SQLite gives the files beside it the rights that this one has.
            OwnerOnly.file(file);
        } catch (IOException unusable) {
            throw new SQLException(unusable.toString(), unusable);
        }
        try {
            return connect();
        } catch (SQLException unusable) {
            if (!isDamage(unusable) || isForReading()) {
                throw unusable;
            }
            return replace(unusable);
        }
    }

    /** The same file, for a connection that only looks. */
    DatabaseFile forReading() {
        return new DatabaseFile(file, synchronous, List.of());
    }

    boolean isForReading() {
        return schema.isEmpty();
    }

    /**
     * Sets the file aside, which nobody may have open any more, and opens a new one with what can be read of it. Where that
     * cannot be done, all is as before.
     */
    Connection replace(SQLException damage) throws SQLException {
        File damaged = file.toFile();
        if (damaged.getUsableSpace() < damaged.length()) {
            throw new SQLException("there is no room on its disk for a second one", damage);
        }
        Path aside = setAside(damage);
        Connection fresh = null;
        try {
            OwnerOnly.file(file);
            fresh = connect();
            Salvage.Saved saved = Salvage.copy(aside, fresh);
            LOG.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("set_aside_as", aside)
                    .addKeyValue("reason", damage.getMessage())
                    .addKeyValue("rows_saved", saved.rows())
                    .addKeyValue("complete", saved.complete())
                    .log("the file is damaged; a new one holds what can be read of it");
            return fresh;
        } catch (SQLException | IOException | RuntimeException failure) {
            takeBack(aside, fresh);
            throw new SQLException("what can be read of it cannot be copied: " + failure.getMessage(), failure);
        }
    }

    private void takeBack(Path aside, @Nullable Connection fresh) throws SQLException {
        if (fresh != null) {
            fresh.close();
        }
        try {
            Files.deleteIfExists(Path.of(file + "-wal"));
            Files.deleteIfExists(Path.of(file + "-shm"));
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
            Path log = Path.of(aside + "-wal");
            if (Files.exists(log)) {
                Files.move(log, Path.of(file + "-wal"));
            }
            Files.deleteIfExists(Path.of(aside + "-shm"));
        } catch (IOException stuck) {
            throw new SQLException("%s cannot be made %s again".formatted(aside, file), stuck);
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            // auto_vacuum only takes effect before the first table is made.
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA journal_size_limit = " + LARGEST_IDLE_LOG);
            statement.execute("PRAGMA synchronous = " + synchronous);
            statement.execute("PRAGMA busy_timeout = 5000");
            for (String definition : schema) {
                statement.execute(definition);
            }
        } catch (SQLException unusable) {
            connection.close();
            throw unusable;
        }
        connection.setAutoCommit(false);
        return connection;
    }

    /** A disk that damages one file after the other must not be filled with them. */
    private void forgetOlderOnesAside() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> newestFirst = files.filter(
                            path -> path.getFileName().toString().startsWith(file.getFileName() + DAMAGED))
                    .filter(path -> !path.toString().endsWith("-wal")
                            && !path.toString().endsWith("-shm"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
            for (Path old : newestFirst.subList(Math.min(KEPT_ASIDE, newestFirst.size()), newestFirst.size())) {
                Files.deleteIfExists(Path.of(old + "-wal"));
                Files.deleteIfExists(Path.of(old + "-shm"));
                Files.deleteIfExists(old);
            }
        }
    }

    private Path setAside(SQLException damage) throws SQLException {
        Path aside = Path.of(file + DAMAGED + MOMENT.format(LocalDateTime.now(ZoneId.systemDefault())));
        try {
            // What is not yet in the file itself stands in the log beside it; the third file is only shared memory.
            Files.move(file, aside);
            Path log = Path.of(file + "-wal");
            if (Files.exists(log)) {
                Files.move(log, Path.of(aside + "-wal"));
            }
            Files.deleteIfExists(Path.of(file + "-shm"));
            forgetOlderOnesAside();
            return aside;
        } catch (IOException stuck) {
            damage.addSuppressed(stuck);
            throw damage;
        }
    }
}
