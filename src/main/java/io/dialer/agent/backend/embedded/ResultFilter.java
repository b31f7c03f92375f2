package io.dialer.agent.backend.embedded;

import io.vertx.core.json.JsonArray;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which results somebody asks for; every condition that was given holds. */
final class ResultFilter {
    /** More would be held in memory several times over. */
    private static final int LARGEST_ANSWER = 8 << 20;

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /**
     * Reads the query.
     *
     * @throws Refusal where a time cannot be read
     */
    static ResultFilter of(Call call, LocalTimes times) {
        ResultFilter filter = new ResultFilter();
        filter.add("task_id = ?", call.parameter("task_id"));
        filter.add("status = ?", call.parameter("status"));
        filter.add("agent_id = ?", call.parameter("agent_id"));
        filter.add("started_ms >= ?", millis(call, "start", times));
        filter.add("started_ms <= ?", millis(call, "end", times));
        return filter;
    }

    long count(Connection connection) throws SQLException {
        try (PreparedStatement select = prepared(connection, "SELECT count(*) FROM results" + where());
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    JsonArray list(Connection connection, Page page) throws SQLException {
        String query = "SELECT id, body FROM results" + where() + " ORDER BY started_ms DESC, id DESC LIMIT "
                + page.size() + " OFFSET " + page.offset();
        JsonArray list = new JsonArray();
        try (PreparedStatement select = prepared(connection, query);
                ResultSet rows = select.executeQuery()) {
            long bytes = 0;
            while (rows.next()) {
                bytes += rows.getString(2).length();
                if (bytes > LARGEST_ANSWER && !list.isEmpty()) {
                    throw Refusal.badRequest("size: %d results are more than %d bytes; ask for a smaller page"
                            .formatted(page.size(), LARGEST_ANSWER));
                }
                list.add(ResultStore.shown(rows));
            }
        }
        return list;
    }

    private void add(String condition, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.add(value);
        }
    }

    private String where() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private PreparedStatement prepared(Connection connection, String query) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query);
        for (int index = 0; index < values.size(); index++) {
            statement.setObject(index + 1, values.get(index));
        }
        return statement;
    }

    private static @Nullable Long millis(Call call, String name, LocalTimes times) {
        String text = call.parameter(name);
        if (text == null) {
            return null;
        }
        Long millis = times.millis(text);
        if (millis == null) {
            throw Refusal.badRequest(
                    "%s: \"%s\" is not allowed; allowed: a local time such as 2026-11-23T21:00:00, or a date"
                            .formatted(name, text));
        }
        return millis;
    }
}
