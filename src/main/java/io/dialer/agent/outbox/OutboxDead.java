package io.dialer.agent.outbox;

import io.dialer.agent.bus.DeadLetters;
import io.dialer.agent.store.Database;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outbox's table of results that were given up. Futures complete on the caller's context, after the commit. */
final class OutboxDead {
    static final int MOST_KEPT = 10_000;

    /**
     * What a burial changed.
     *
     * @param moved rows that wait no more; 0 where a cap had removed the row meanwhile
     * @param displaced older letters that made room
     * @param repeated letters of the same result, which the new one replaces
     */
    record Buried(int moved, int displaced, int repeated) {}

    private final Database database;

    OutboxDead(Database database) {
        this.database = database;
    }

    Future<Long> count() {
        return database.read(OutboxDead::count);
    }

    private static long count(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT count(*) FROM dead")) {
            return Statements.onlyLong(query);
        }
    }

    /** Moves a waiting row here; beyond as many as are kept, the oldest makes room. */
    Future<Buried> bury(long id, long atMs, String reason) {
        return database.write(connection -> {
            int repeated = Statements.change(
                    connection, "DELETE FROM dead WHERE result_id = (SELECT result_id FROM pending WHERE id = ?)", id);
            try (PreparedStatement copy =
                    connection.prepareStatement("INSERT INTO dead (result_id, task_id, started_ms, at_ms, reason, body)"
                            + " SELECT result_id, task_id, started_ms, ?, ?, body FROM pending WHERE id = ?")) {
                copy.setLong(1, atMs);
                copy.setString(2, reason);
                copy.setLong(3, id);
                int moved = copy.executeUpdate();
                Statements.change(connection, "DELETE FROM pending WHERE id = ?", id);
                long tooMany = count(connection) - MOST_KEPT;
                return new Buried(moved, tooMany <= 0 ? 0 : removeOldest(connection, tooMany), repeated);
            }
        });
    }

    /** Removes the oldest letters; returns how many there were. */
    Future<Integer> dropOldest(long count) {
        return database.write(connection -> removeOldest(connection, count));
    }

    /** Newest first. */
    Future<List<DeadLetters.Letter>> list(int limit) {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT result_id, task_id, at_ms, reason, body FROM dead ORDER BY id DESC LIMIT ?")) {
                query.setInt(1, Math.max(0, limit));
                List<DeadLetters.Letter> letters = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        letters.add(new DeadLetters.Letter(
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getString(4),
                                row.getString(5)));
                    }
                }
                return letters;
            }
        });
    }

    /** Puts letters back among what waits, as if they were new; null: all of them. */
    Future<Integer> revive(@Nullable String resultId) {
        return database.write(connection -> {
            try (PreparedStatement copy =
                    connection.prepareStatement("INSERT INTO pending (result_id, task_id, started_ms, body)"
                            + " SELECT result_id, task_id, started_ms, body FROM dead"
                            + " WHERE ?1 IS NULL OR result_id = ?1 ORDER BY id")) {
                copy.setString(1, resultId);
                int revived = copy.executeUpdate();
                remove(connection, resultId);
                return revived;
            }
        });
    }

    /** Removes letters for good; null: all of them. */
    Future<Integer> purge(@Nullable String resultId) {
        return database.write(connection -> remove(connection, resultId));
    }

    private static int removeOldest(Connection connection, long count) throws SQLException {
        return Statements.change(
                connection, "DELETE FROM dead WHERE id IN (SELECT id FROM dead ORDER BY id LIMIT ?)", count);
    }

    private static int remove(Connection connection, @Nullable String resultId) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM dead WHERE ?1 IS NULL OR result_id = ?1")) {
            delete.setString(1, resultId);
            return delete.executeUpdate();
        }
    }
}
