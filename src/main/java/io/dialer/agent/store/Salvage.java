package io.dialer.agent.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;

/**
 * Copies what can be read of a damaged SQLite file. Tables are read in the order of their rows, without the help of any
 * index; where a page cannot be read, the reading goes on behind it.
 */
final class Salvage {
    private static final int ROWS_AT_ONCE = 1_000;
    /**
     * Numbers that were given to rows which are lost must not be given again: somebody may still hold one. The highest
     * number may be lost as well; milliseconds since 1970 are beyond all that were ever counted up to.
     */
    private static final long SPARE_NUMBERS = 1_000_000;

    /** SQLite's codes for no such table or column, for what cannot be read, and for damage. */
    private static final Set<Integer> UNREADABLE = Set.of(1, 10, DatabaseFile.CORRUPT, DatabaseFile.NOT_A_DATABASE);

    private final Connection damaged;
    private final Connection fresh;
    private long saved;
    private boolean complete = true;

    /**
     * What came of it.
     *
     * @param complete false where some part could not be read
     */
    record Saved(long rows, boolean complete) {}

    /** Some rows, the number of the last, and whether the reading broke off after them. */
    private record Chunk(List<List<Object>> rows, long lastNumber, boolean brokeOff) {
        boolean isUsable() {
            return !brokeOff || !rows.isEmpty();
        }
    }

    private Salvage(Connection damaged, Connection fresh) {
        this.damaged = damaged;
        this.fresh = fresh;
    }

    /**
     * Copies all tables that a new file has, and commits.
     *
     * @throws SQLException when the new file cannot be written, or the damaged one not even be opened
     */
    static Saved copy(Path damagedFile, Connection fresh) throws SQLException {
        SQLiteConfig looking = new SQLiteConfig();
        looking.setReadOnly(true);
        try (Connection damaged = DriverManager.getConnection("jdbc:sqlite:" + damagedFile, looking.toProperties())) {
            Salvage salvage = new Salvage(damaged, fresh);
            for (String table : tables(fresh)) {
                salvage.copy(table);
            }
            salvage.spareNumbers();
            fresh.commit();
            return new Saved(salvage.saved, salvage.complete);
        }
    }

    private void copy(String table) throws SQLException {
        List<String> columns = texts(fresh, "SELECT name FROM pragma_table_info('" + table + "')");
        Table reading = new Table(
                "SELECT rowid, %s FROM %s NOT INDEXED WHERE rowid >= ? ORDER BY rowid LIMIT ?"
                        .formatted(String.join(", ", columns), table),
                columns.size());
        String insert = "INSERT OR IGNORE INTO %s (%s) VALUES (%s)"
                .formatted(
                        table,
                        String.join(", ", columns),
                        Stream.generate(() -> "?").limit(columns.size()).collect(Collectors.joining(", ")));
        try (PreparedStatement write = fresh.prepareStatement(insert)) {
            Chunk chunk = readAfter(reading, 0, ROWS_AT_ONCE);
            while (chunk.isUsable()) {
                for (List<Object> row : chunk.rows()) {
                    insert(write, row);
                }
                fresh.commit();
                if (!chunk.brokeOff() && chunk.rows().size() < ROWS_AT_ONCE) {
                    return;
                }
                chunk = readAfter(reading, chunk.lastNumber(), ROWS_AT_ONCE);
                if (!chunk.isUsable()) {
                    chunk = readBehindDamage(reading, chunk.lastNumber());
                }
            }
        }
    }

    private record Table(String select, int columns) {}

    /** From the first number behind which rows can be read again: found by leaps, and then by halves. */
    private Chunk readBehindDamage(Table table, long from) throws SQLException {
        complete = false;
        long failing = from;
        long reached = from;
        for (long leap = 1; leap > 0 && reached >= 0; leap *= 2) {
            reached = from + leap;
            if (reached > 0 && readAfter(table, reached, 1).isUsable()) {
                while (reached - failing > 1) {
                    long middle = failing + (reached - failing) / 2;
                    if (readAfter(table, middle, 1).isUsable()) {
                        reached = middle;
                    } else {
                        failing = middle;
                    }
                }
                return readAfter(table, reached, ROWS_AT_ONCE);
            }
            failing = reached;
        }
        return new Chunk(List.of(), from, true);
    }

    private Chunk readAfter(Table table, long after, int limit) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        long last = after;
        try (PreparedStatement read = damaged.prepareStatement(table.select())) {
            // The number itself: SQLite would look for the one before it, which may stand on a damaged page.
            read.setLong(1, after + 1);
            read.setInt(2, limit);
            try (ResultSet row = read.executeQuery()) {
                while (row.next()) {
                    List<Object> values = new ArrayList<>(table.columns());
                    for (int column = 1; column <= table.columns(); column++) {
                        values.add(row.getObject(column + 1));
                    }
                    last = row.getLong(1);
                    rows.add(values);
                }
            }
            return new Chunk(rows, last, false);
        } catch (SQLException failure) {
            if (!UNREADABLE.contains(failure.getErrorCode() & DatabaseFile.PRIMARY_CODE)) {
                throw failure;
            }
            complete = false;
            return new Chunk(rows, last, true);
        }
    }

    private void insert(PreparedStatement write, List<Object> values) throws SQLException {
        for (int column = 0; column < values.size(); column++) {
            write.setObject(column + 1, values.get(column));
        }
        saved += write.executeUpdate();
    }

    private void spareNumbers() throws SQLException {
        long beyond = System.currentTimeMillis();
        try (Statement statement = fresh.createStatement()) {
            for (String table : texts(fresh, "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")) {
                int counted =
                        statement.executeUpdate("UPDATE sqlite_sequence SET seq = max(seq + %d, %d) WHERE name = '%s'"
                                .formatted(SPARE_NUMBERS, beyond, table));
                if (counted == 0) {
                    statement.executeUpdate(
                            "INSERT INTO sqlite_sequence (name, seq) VALUES ('%s', %d)".formatted(table, beyond));
                }
            }
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        return texts(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }
}
