package io.dialer.agent.backend.embedded;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the results of a task add up to, for the fields of a task that count them.
 *
 * @param runs results since the store began; those that are forgotten still count
 * @param seconds of all of them together
 */
record TaskRuns(long runs, double seconds, String latestStatus) {
    /** Tasks as the API shows them. */
    static Future<JsonArray> shown(EmbeddedDatabase database, List<JsonObject> tasks) {
        List<String> ids = tasks.stream()
                .map(task -> String.valueOf(TaskForm.key(task.getValue("id"))))
                .toList();
        return read(database, ids).map(found -> {
            JsonArray list = new JsonArray();
            for (int index = 0; index < tasks.size(); index++) {
                list.add(shown(tasks.get(index), found.get(ids.get(index))));
            }
            return list;
        });
    }

    private static Future<Map<String, TaskRuns>> read(EmbeddedDatabase database, List<String> ids) {
        return database.reader().read(connection -> {
            Map<String, TaskRuns> found = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT runs, seconds, latest_status FROM task_runs WHERE task_id = ?")) {
                for (String id : ids) {
                    select.setString(1, id);
                    try (ResultSet row = select.executeQuery()) {
                        if (row.next()) {
                            found.put(id, new TaskRuns(row.getLong(1), row.getDouble(2), row.getString(3)));
                        }
                    }
                }
            }
            return found;
        });
    }

    private static JsonObject shown(JsonObject task, @Nullable TaskRuns counted) {
        return task.copy()
                .put("latest_status", counted == null ? null : counted.latestStatus)
                .put("execution_count", counted == null ? 0 : counted.runs)
                .put("avg_response_time", counted == null ? null : counted.seconds / counted.runs);
    }
}
