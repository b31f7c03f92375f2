package io.dialer.agent.outbox;

import io.dialer.agent.bus.HistoryPage;
import io.dialer.agent.bus.HistoryQuery;
import io.dialer.agent.config.HistoryConfig;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.store.Database;
import io.dialer.agent.store.FreeSpace;
import io.dialer.agent.store.Pragma;
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

/** The history's table. Futures complete on the caller's context, after the commit. */
final class HistoryStore {
    /** More than the outbox leaves: what must be delivered comes before what may be looked at. */
    private static final long RESERVE_BYTES = 10L << 20;

    private static final String[] SCHEMA = {
        """
        CREATE TABLE IF NOT EXISTS past (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          task_id TEXT NOT NULL,
          outcome TEXT NOT NULL,
          failed INTEGER NOT NULL,
          started_ms INTEGER NOT NULL,
          body TEXT NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS past_by_task ON past (task_id, id)",
        "CREATE INDEX IF NOT EXISTS past_failures ON past (task_id, id) WHERE failed = 1"
    };

    /** All but the newest results, and of those all but the newest failures. */
    private static final String PRUNE = """
            DELETE FROM past WHERE task_id = ?1
              AND id <= (SELECT id FROM past WHERE task_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)
              AND (failed = 0 OR id NOT IN
                (SELECT id FROM past WHERE task_id = ?1 AND failed = 1 ORDER BY id DESC LIMIT ?3))""";

    private final Database writer;
    private final Database reader;
    private final FreeSpace space;

    private final HotStatement insert = new HotStatement(
            "INSERT INTO past (task_id, outcome, failed, started_ms, body) VALUES (?, ?, ?, ?, ?) RETURNING id");
    private final HotStatement prune = new HotStatement(PRUNE);

    private HistoryStore(Database writer, Database reader, FreeSpace space) {
        this.writer = writer;
        this.reader = reader;
        this.space = space;
    }

    static Future<HistoryStore> open(Vertx vertx, Path file) {
        return Database.open(vertx, file, "NORMAL", SCHEMA)
                .compose(writer -> writer.openReader()
                        .map(reader -> new HistoryStore(writer, reader, new FreeSpace(file, RESERVE_BYTES)))
                        .recover(failure -> writer.close().transform(closed -> Future.failedFuture(failure))));
    }

    Future<Void> close() {
        return reader.close().eventually(writer::close);
    }

    /** The entry's number. */
    Future<Long> add(ProbeResult result) {
        String body = result.toJson().encode();
        return writer.write(connection -> {
            space.require(connection);
            return insert.run(connection, add -> {
                add.setString(1, result.taskId());
                add.setString(2, result.outcome().wireName());
                add.setInt(3, result.outcome() == Outcome.SUCCESS ? 0 : 1);
                add.setLong(4, result.startedAt().toEpochMilli());
                add.setString(5, body);
                return Statements.onlyLong(add);
            });
        });
    }

    /** Removes what is beyond the limits of a task. */
    Future<Integer> prune(String taskId, HistoryConfig limits) {
        return writer.write(connection -> prune.run(connection, delete -> {
            delete.setString(1, taskId);
            delete.setInt(2, limits.perTask());
            delete.setInt(3, limits.failuresPerTask());
            return delete.executeUpdate();
        }));
    }

    /** Removes the oldest results where the file is larger than it may be, and gives freed pages back. */
    Future<Integer> shrink(long maxBytes) {
        return writer.write(connection -> {
                    double tooMuch = 1 - (double) maxBytes / Pragma.usedBytes(connection);
                    return tooMuch <= 0 ? 0 : removeOldest(connection, tooMuch);
                })
                .compose(removed -> writer.vacuum().map(removed));
    }

    /** The newest first; what was kept after an entry, in the order in which it was kept. */
    Future<HistoryPage> find(HistoryQuery query) {
        // By the index of tasks, or by that of numbers.
        String statement = """
                SELECT id, body FROM past WHERE id < ?1 AND id > ?7 AND %s AND (?3 IS NULL OR outcome = ?3)
                  AND started_ms >= ?4 AND started_ms < ?5 ORDER BY id %s LIMIT ?6""".formatted(
                        query.taskId() == null ? "?2 IS NULL" : "task_id = ?2", query.after() >= 0 ? "ASC" : "DESC");
        return reader.read(connection -> {
            List<HistoryPage.Entry> entries = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(statement)) {
                Outcome outcome = query.outcome();
                select.setLong(1, query.before());
                select.setString(2, query.taskId());
                select.setString(3, outcome == null ? null : outcome.wireName());
                select.setLong(4, query.fromMillis());
                select.setLong(5, query.toMillis());
                select.setInt(6, query.limit());
                select.setLong(7, query.after());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        entries.add(new HistoryPage.Entry(
                                row.getLong(1), ProbeResult.fromJson(new JsonObject(row.getString(2)))));
                    }
                }
            }
            return new HistoryPage(entries);
        });
    }

    /** Rows are of about one size: the share of bytes that is too much is the share of rows to go. */
    private static int removeOldest(Connection connection, double share) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM past WHERE id IN"
                + " (SELECT id FROM past ORDER BY id LIMIT (SELECT 1 + CAST(count(*) * ? AS INTEGER) FROM past))")) {
            delete.setDouble(1, share);
            return delete.executeUpdate();
        }
    }
}
