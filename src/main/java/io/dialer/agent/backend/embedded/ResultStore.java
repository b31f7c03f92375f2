package io.dialer.agent.backend.embedded;

import io.dialer.agent.store.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The results. */
final class ResultStore {
    /** A delete of a whole month would hold up what comes in. */
    private static final int DELETED_AT_ONCE = 5_000;

    private final Database writer;
    private final Database reader;

    ResultStore(EmbeddedDatabase database) {
        this.writer = database.writer();
        this.reader = database.reader();
    }

    /**
     * A stored result.
     *
     * @param id its number here
     * @param repeated true where it had been posted before
     */
    record Stored(long id, boolean repeated) {}

    /** Some of the results, newest first, with the number of all that match. */
    record Found(JsonArray list, long total) {}

    /** Stores a result once, whatever often it is posted. */
    Future<Stored> add(PostedResult result) {
        String body = result.body().encode();
        return writer.writeNow(connection -> {
            if (insert(connection, result, body)) {
                count(connection, result);
                return new Stored(number(connection, result), false);
            }
            return new Stored(number(connection, result), true);
        });
    }

    Future<Found> find(ResultFilter filter, Page page) {
        return reader.read(connection -> {
            long total = filter.count(connection);
            return new Found(page.offset() >= total ? new JsonArray() : filter.list(connection, page), total);
        });
    }

    /** By the id that its agent gave it, or by its number here. */
    Future<Optional<JsonObject>> get(String id) {
        return reader.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT id, body FROM results"
                    + " WHERE result_id = ? OR id = ? ORDER BY result_id = ? DESC LIMIT 1")) {
                select.setString(1, id);
                select.setLong(2, TaskBook.numberOf(id));
                select.setString(3, id);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(shown(row)) : Optional.empty();
                }
            }
        });
    }

    /** Removes what started before a moment; tells how many. Asks again until nothing is left. */
    Future<Long> forgetBefore(long millis) {
        return writer.writeNow(connection -> {
                    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM results WHERE id IN"
                            + " (SELECT id FROM results WHERE started_ms < ? LIMIT " + DELETED_AT_ONCE + ")")) {
                        delete.setLong(1, millis);
                        return (long) delete.executeUpdate();
                    }
                })
                .compose(gone -> gone < DELETED_AT_ONCE
                        ? Future.succeededFuture(gone)
                        : forgetBefore(millis).map(more -> gone + more));
    }

    /** A row as the API shows it. */
    static JsonObject shown(ResultSet row) throws SQLException {
        return new JsonObject(row.getString(2)).put("id", row.getLong(1));
    }

    private static boolean insert(Connection connection, PostedResult result, String body) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR IGNORE INTO results (result_id, task_id, agent_id, status, started_ms, body)"
                        + " VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, result.resultId());
            insert.setString(2, result.taskId());
            insert.setString(3, result.agentId());
            insert.setString(4, result.status());
            insert.setLong(5, result.startedMs());
            insert.setString(6, body);
            return insert.executeUpdate() > 0;
        }
    }

    /** An id of an agent may be any text, so it is one only together with the agent and the task. */
    private static long number(Connection connection, PostedResult result) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id FROM results WHERE result_id = ? AND task_id = ? AND agent_id = ?")) {
            select.setString(1, result.resultId());
            select.setString(2, result.taskId());
            select.setString(3, result.agentId());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Results may come late: an older one counts, but the latest status stays that of the newest. */
    private static void count(Connection connection, PostedResult result) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO task_runs (task_id, runs, seconds, latest_status, latest_ms) VALUES (?, 1, ?, ?, ?)
                ON CONFLICT (task_id) DO UPDATE SET runs = runs + 1, seconds = seconds + excluded.seconds,
                  latest_status = CASE WHEN excluded.latest_ms >= latest_ms
                    THEN excluded.latest_status ELSE latest_status END,
                  latest_ms = max(latest_ms, excluded.latest_ms)""")) {
            upsert.setString(1, result.taskId());
            upsert.setDouble(2, result.responseSeconds());
            upsert.setString(3, result.status());
            upsert.setLong(4, result.startedMs());
            upsert.executeUpdate();
        }
    }
}
