package io.dialer.agent.outbox;

import io.dialer.agent.bus.DeadLetters;
import io.dialer.agent.config.OutboxConfig;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outbox's tables. Futures complete on the caller's context, after the commit. */
final class OutboxStore {
    /** How many rows wait, and the highest id. */
    record Extent(long rows, long lastId) {}

    /** The oldest row's start, epoch milliseconds; 0 where none waits. */
    record Ages(long oldestStartedMs, long usedBytes) {}

    private static final String[] SCHEMA = {
        """
        CREATE TABLE IF NOT EXISTS pending (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          result_id TEXT NOT NULL,
          task_id TEXT NOT NULL,
          started_ms INTEGER NOT NULL,
          unanswered INTEGER NOT NULL DEFAULT 0,
          body TEXT NOT NULL)""", "CREATE INDEX IF NOT EXISTS pending_by_task ON pending (task_id, id)", """
        CREATE TABLE IF NOT EXISTS dead (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          result_id TEXT NOT NULL UNIQUE,
          task_id TEXT NOT NULL,
          started_ms INTEGER NOT NULL,
          at_ms INTEGER NOT NULL,
          reason TEXT NOT NULL,
          body TEXT NOT NULL)"""
    };

    private final Database database;

    private OutboxStore(Database database) {
        this.database = database;
    }

    static Future<OutboxStore> open(Vertx vertx, Path file, OutboxConfig.Synchronous synchronous) {
        return Database.open(vertx, file, synchronous.name(), SCHEMA).map(OutboxStore::new);
    }

    Future<Void> close() {
        return database.close();
    }

    /** Stores a result and returns its row id. */
    Future<Long> append(ProbeResult result) {
        String body = result.toJson().encode();
        return database.write(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO pending (result_id, task_id, started_ms, body) VALUES (?, ?, ?, ?) RETURNING id")) {
                insert.setString(1, result.resultId());
                insert.setString(2, result.taskId());
                insert.setLong(3, result.startedAt().toEpochMilli());
                insert.setString(4, body);
                return onlyLong(insert);
            }
        });
    }

    Future<Extent> extent() {
        return database.read(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement("SELECT count(*), coalesce(max(id), 0) FROM pending");
                    ResultSet row = query.executeQuery()) {
                row.next();
                return new Extent(row.getLong(1), row.getLong(2));
            }
        });
    }

    Future<Long> deadCount() {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT count(*) FROM dead")) {
                return onlyLong(query);
            }
        });
    }

    Future<Ages> ages() {
        return database.read(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement("SELECT started_ms FROM pending ORDER BY id LIMIT 1");
                    ResultSet row = query.executeQuery()) {
                return new Ages(row.next() ? row.getLong(1) : 0, usedBytes(connection));
            }
        });
    }

    /** Rows after one and up to another, oldest first. */
    Future<List<OutboxRow>> scan(long afterId, long upToId, int limit) {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT id, task_id, unanswered, body FROM pending WHERE id > ? AND id <= ? ORDER BY id LIMIT ?")) {
                query.setLong(1, afterId);
                query.setLong(2, upToId);
                query.setInt(3, limit);
                return rows(query);
            }
        });
    }

    /** Rows of one task from one id up to another, oldest first. */
    Future<List<OutboxRow>> scanTask(String taskId, long fromId, long upToId, int limit) {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT id, task_id, unanswered, body"
                    + " FROM pending WHERE task_id = ? AND id >= ? AND id <= ? ORDER BY id LIMIT ?")) {
                query.setString(1, taskId);
                query.setLong(2, fromId);
                query.setLong(3, upToId);
                query.setInt(4, limit);
                return rows(query);
            }
        });
    }

    /** Removes a delivered row. */
    Future<Integer> delete(long id) {
        return database.write(connection -> change(connection, "DELETE FROM pending WHERE id = ?", id));
    }

    Future<Integer> countUnanswered(long id) {
        return database.write(
                connection -> change(connection, "UPDATE pending SET unanswered = unanswered + 1 WHERE id = ?", id));
    }

    /** Moves a row to the dead letters and drops the oldest of those beyond the cap; returns how many rows moved. */
    Future<Integer> bury(long id, long atMs, String reason, int cap) {
        return database.write(connection -> {
            try (PreparedStatement copy = connection.prepareStatement(
                    "INSERT OR REPLACE INTO dead (result_id, task_id, started_ms, at_ms, reason, body)"
                            + " SELECT result_id, task_id, started_ms, ?, ?, body FROM pending WHERE id = ?")) {
                copy.setLong(1, atMs);
                copy.setString(2, reason);
                copy.setLong(3, id);
                int moved = copy.executeUpdate();
                change(connection, "DELETE FROM pending WHERE id = ?", id);
                change(connection, "DELETE FROM dead WHERE id <= (SELECT max(id) FROM dead) - ?", cap);
                return moved;
            }
        });
    }

    /** Removes the oldest rows; returns the highest id removed and how many. */
    Future<Extent> dropOldest(long count) {
        return drop("SELECT id FROM pending ORDER BY id LIMIT 1 OFFSET ?", count - 1);
    }

    /** Removes what started before a moment, as far as it is the oldest. */
    Future<Extent> dropStartedBefore(long startedMs) {
        return drop(
                "SELECT coalesce((SELECT min(id) FROM pending WHERE started_ms >= ?),"
                        + " (SELECT max(id) + 1 FROM pending), 0) - 1",
                startedMs);
    }

    private Future<Extent> drop(String lastIdQuery, long argument) {
        return database.write(connection -> {
            try (PreparedStatement query = connection.prepareStatement(lastIdQuery)) {
                query.setLong(1, argument);
                try (ResultSet row = query.executeQuery()) {
                    long lastId = row.next() ? row.getLong(1) : 0;
                    int removed = lastId <= 0 ? 0 : change(connection, "DELETE FROM pending WHERE id <= ?", lastId);
                    return new Extent(removed, lastId);
                }
            }
        });
    }

    Future<List<DeadLetters.Letter>> deadLetters(int limit) {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT result_id, task_id, at_ms, reason, body FROM dead ORDER BY id DESC LIMIT ?")) {
                query.setInt(1, limit);
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

    /** Puts dead letters back among what waits, as if they were new; null: all of them. */
    Future<Integer> revive(@Nullable String resultId) {
        return database.write(connection -> {
            try (PreparedStatement copy =
                    connection.prepareStatement("INSERT INTO pending (result_id, task_id, started_ms, body)"
                            + " SELECT result_id, task_id, started_ms, body FROM dead"
                            + " WHERE ?1 IS NULL OR result_id = ?1 ORDER BY id")) {
                copy.setString(1, resultId);
                int revived = copy.executeUpdate();
                purgeNow(connection, resultId);
                return revived;
            }
        });
    }

    /** Removes dead letters for good; null: all of them. */
    Future<Integer> purge(@Nullable String resultId) {
        return database.write(connection -> purgeNow(connection, resultId));
    }

    /** Gives freed pages back to the file system, some at a time. */
    Future<Integer> vacuum() {
        return database.write(connection -> {
            try (PreparedStatement vacuum = connection.prepareStatement("PRAGMA incremental_vacuum(2000)")) {
                vacuum.execute();
                return 0;
            }
        });
    }

    private static int purgeNow(Connection connection, @Nullable String resultId) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM dead WHERE ?1 IS NULL OR result_id = ?1")) {
            delete.setString(1, resultId);
            return delete.executeUpdate();
        }
    }

    private static int change(Connection connection, String statement, long argument) throws SQLException {
        try (PreparedStatement change = connection.prepareStatement(statement)) {
            change.setLong(1, argument);
            return change.executeUpdate();
        }
    }

    private static List<OutboxRow> rows(PreparedStatement query) throws SQLException {
        List<OutboxRow> rows = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                rows.add(new OutboxRow(
                        row.getLong(1),
                        row.getString(2),
                        row.getInt(3),
                        ProbeResult.fromJson(new JsonObject(row.getString(4)))));
            }
        }
        return rows;
    }

    private static long usedBytes(Connection connection) throws SQLException {
        return pragma(connection, "page_size")
                * (pragma(connection, "page_count") - pragma(connection, "freelist_count"));
    }

    private static long pragma(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("PRAGMA " + name)) {
            return onlyLong(query);
        }
    }

    private static long onlyLong(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
