package io.dialer.agent.outbox;

import io.dialer.agent.config.OutboxConfig;
import io.dialer.agent.store.Database;
import io.dialer.agent.store.FreeSpace;
import io.dialer.agent.store.Pragma;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** The outbox's tables. Futures complete on the caller's context, after the commit. */
final class OutboxStore {
    /** How many rows wait, and the highest id. */
    record Extent(long rows, long lastId) {}

    /** When the oldest row's run started, epoch milliseconds, 0 where none waits; and the bytes that the file uses. */
    record Ages(long oldestStartedMs, long usedBytes) {}

    private static final String[] SCHEMA = {
        // When a run started is told by the steady clock: by it what waits grows old.
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

    private static final long RESERVE_BYTES = 4L << 20;
    private static final String ROW = "SELECT id, task_id, unanswered, octet_length(body) FROM pending ";

    private final Database database;
    /** Sees what is committed, however full the disk is: a group in which one change fails would take its reads along. */
    private final Database reader;

    private final FreeSpace space;

    private final HotStatement insert = new HotStatement(
            "INSERT INTO pending (result_id, task_id, started_ms, body) VALUES (?, ?, ?, ?) RETURNING id");

    private final HotStatement remove = new HotStatement("DELETE FROM pending WHERE id = ?");

    private OutboxStore(Database database, Database reader, FreeSpace space) {
        this.database = database;
        this.reader = reader;
        this.space = space;
    }

    static Future<OutboxStore> open(Vertx vertx, Path file, OutboxConfig.Synchronous synchronous) {
        return Database.open(vertx, file, synchronous.name(), SCHEMA)
                .compose(database -> database.openReader()
                        .map(reader -> new OutboxStore(database, reader, new FreeSpace(file, RESERVE_BYTES)))
                        .recover(failure -> database.close().transform(closed -> Future.failedFuture(failure))));
    }

    /** The dead letters of the same file. */
    OutboxDead dead() {
        return new OutboxDead(database);
    }

    /** Called on this context when a new file has taken the place of a damaged one: rows may be missing in it. */
    void whenReplaced(Runnable handler) {
        database.whenReplaced(handler);
    }

    Future<Void> close() {
        return reader.close().eventually(database::close);
    }

    /** Stores a result and returns its row id; fails also where the disk is all but full. */
    Future<Long> append(UnstoredResult result) {
        return database.write(connection -> {
            space.require(connection);
            return insert.run(connection, append -> {
                append.setString(1, result.resultId());
                append.setString(2, result.taskId());
                append.setLong(3, result.startedMs());
                append.setString(4, result.body());
                return Statements.onlyLong(append);
            });
        });
    }

    /** Completes when everything that was handed in before has been answered. */
    Future<Integer> settled() {
        return database.read(connection -> 0);
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
        return reader.read(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement("SELECT started_ms FROM pending ORDER BY id LIMIT 1");
                    ResultSet row = query.executeQuery()) {
                return new Ages(row.next() ? row.getLong(1) : 0, Pragma.usedBytes(connection));
            }
        });
    }

    /** Rows after one and up to another, oldest first, without their results. */
    Future<List<OutboxRow>> scan(long afterId, long upToId, int limit) {
        return rows(ROW + "WHERE id > ? AND id <= ? ORDER BY id LIMIT ?", afterId, upToId, limit);
    }

    /** Rows of one task from one id up to another, oldest first, without their results. */
    Future<List<OutboxRow>> scanTask(String taskId, long fromId, long upToId, int limit) {
        return rows(
                ROW + "WHERE task_id = ? AND id >= ? AND id <= ? ORDER BY id LIMIT ?", taskId, fromId, upToId, limit);
    }

    /** The newest rows, as far as each of them started after a moment; oldest first, without their results. */
    Future<List<OutboxRow>> newest(long startedAfterMs, int limit) {
        return rows(
                        ROW + "WHERE id > coalesce((SELECT max(id) FROM pending WHERE started_ms <= ?"
                                + " AND id > (SELECT max(id) FROM pending) - ?), 0) ORDER BY id DESC LIMIT ?",
                        startedAfterMs,
                        limit,
                        limit)
                .map(found -> {
                    List<OutboxRow> oldestFirst = new ArrayList<>(found);
                    Collections.reverse(oldestFirst);
                    return oldestFirst;
                });
    }

    /** The results of some rows. */
    Future<StoredResults> results(Collection<Long> ids) {
        return reader.read(connection -> StoredResults.read(connection, ids));
    }

    /** Removes rows; returns how many there were. */
    Future<Integer> delete(Collection<Long> ids) {
        return database.write(connection -> remove.run(connection, delete -> {
            int deleted = 0;
            for (long id : ids) {
                delete.setLong(1, id);
                deleted += delete.executeUpdate();
            }
            return deleted;
        }));
    }

    Future<Integer> countUnanswered(long id) {
        return database.write(connection ->
                Statements.change(connection, "UPDATE pending SET unanswered = unanswered + 1 WHERE id = ?", id));
    }

    /** Gives rows another start that started before a moment: their clock was not set. Returns how many there were. */
    Future<Integer> redate(long startedBeforeMs, long toMs) {
        return database.write(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE pending SET started_ms = ? WHERE started_ms < ?")) {
                update.setLong(1, toMs);
                update.setLong(2, startedBeforeMs);
                return update.executeUpdate();
            }
        });
    }

    /** Removes the oldest rows; returns the highest id removed and how many. */
    Future<Extent> dropOldest(long count) {
        return drop("SELECT max(id) FROM (SELECT id FROM pending ORDER BY id LIMIT ?)", count);
    }

    /** Removes the oldest rows, as far as each of them started before a moment, some at a time. */
    Future<Extent> dropStartedBefore(long startedMs, int atMost) {
        return drop(
                "SELECT max(id) FROM (SELECT id FROM pending WHERE id < coalesce("
                        + "(SELECT min(id) FROM pending WHERE started_ms >= ?1), (SELECT max(id) + 1 FROM pending))"
                        + " ORDER BY id LIMIT " + atMost + ")",
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
        return database.vacuum();
    }

    /** On a disk that is full: gives it all back that the file holds without need. */
    Future<Long> makeRoom() {
        return database.shrink();
    }

    private Future<List<OutboxRow>> rows(String query, Object... arguments) {
        return reader.read(connection -> {
            List<OutboxRow> rows = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(query)) {
                for (int argument = 0; argument < arguments.length; argument++) {
                    select.setObject(argument + 1, arguments[argument]);
                }
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        rows.add(new OutboxRow(row.getLong(1), row.getString(2), row.getInt(3), row.getInt(4), null));
                    }
                }
            }
            return rows;
        });
    }
}
