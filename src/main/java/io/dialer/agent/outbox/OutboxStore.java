package io.dialer.agent.outbox;

import io.dialer.agent.config.OutboxConfig;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

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

    /** The dead letters of the same file. */
    OutboxDead dead() {
        return new OutboxDead(database);
    }

    Future<Void> close() {
        return database.close();
    }

    /** Stores a result and returns its row id; fails where it cannot be written, too. */
    Future<Long> append(ProbeResult result) {
        String body;
        try {
            body = result.toJson().encode();
        } catch (EncodeException unwritable) {
            return Future.failedFuture(unwritable);
        }
        return database.write(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO pending (result_id, task_id, started_ms, body) VALUES (?, ?, ?, ?) RETURNING id")) {
                insert.setString(1, result.resultId());
                insert.setString(2, result.taskId());
                insert.setLong(3, result.startedAt().toEpochMilli());
                insert.setString(4, body);
                return Statements.onlyLong(insert);
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
        return database.write(connection -> Statements.change(connection, "DELETE FROM pending WHERE id = ?", id));
    }

    Future<Integer> countUnanswered(long id) {
        return database.write(connection ->
                Statements.change(connection, "UPDATE pending SET unanswered = unanswered + 1 WHERE id = ?", id));
    }

    /** Removes the oldest rows; returns the highest id removed and how many. */
    Future<Extent> dropOldest(long count) {
        return drop("SELECT id FROM pending ORDER BY id LIMIT 1 OFFSET ?", count - 1);
    }

    /** Removes the oldest rows beyond as many as may wait. */
    Future<Extent> keepNewest(long count) {
        return drop("SELECT id FROM pending ORDER BY id DESC LIMIT 1 OFFSET ?", count);
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
                    int removed = lastId <= 0
                            ? 0
                            : Statements.change(connection, "DELETE FROM pending WHERE id <= ?", lastId);
                    return new Extent(removed, lastId);
                }
            }
        });
    }

    /** Gives freed pages back to the file system, some at a time; returns how many. */
    Future<Long> vacuum() {
        return database.write(connection -> {
            long before = pragma(connection, "freelist_count");
            // Each step frees one page, and of the driver's ways to run it only this one takes all steps.
            try (Statement vacuum = connection.createStatement()) {
                vacuum.executeUpdate("PRAGMA incremental_vacuum(2000)");
            }
            return before - pragma(connection, "freelist_count");
        });
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
            return Statements.onlyLong(query);
        }
    }
}
