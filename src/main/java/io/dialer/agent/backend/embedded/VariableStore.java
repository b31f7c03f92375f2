package io.dialer.agent.backend.embedded;

import io.vertx.core.Future;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The system variables. A secret one leaves by {@link #revealed} only, to the agent in this process. */
final class VariableStore {
    /** What is shown in place of a secret; written back, it means: as it was. */
    static final String MASK = "***";

    private static final String COLUMNS =
            "SELECT id, name, value, is_secret, tenant_id, description, created_at, updated_at FROM variables";

    private final EmbeddedDatabase database;
    private final LocalTimes times;
    private final Runnable whenChanged;

    /**
     * The variables of a database.
     *
     * @param whenChanged called after each change
     */
    VariableStore(EmbeddedDatabase database, LocalTimes times, Runnable whenChanged) {
        this.database = database;
        this.times = times;
        this.whenChanged = whenChanged;
    }

    /** Secrets are masked. */
    Future<List<JsonObject>> all() {
        return revealed().map(all -> all.stream().map(VariableStore::masked).toList());
    }

    /** With the values of secrets. */
    Future<List<JsonObject>> revealed() {
        return database.reader().read(connection -> {
            List<JsonObject> all = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(COLUMNS + " ORDER BY id");
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    all.add(row(rows));
                }
            }
            return all;
        });
    }

    Future<JsonObject> get(long id) {
        return database.reader().read(connection -> masked(known(connection, id)));
    }

    Future<JsonObject> add(JsonObject written) {
        JsonObject variable = VariableForm.of(written);
        String now = times.now();
        return database.writer()
                .writeNow(connection -> {
                    refuseTwins(connection, 0, variable);
                    try (PreparedStatement insert = connection.prepareStatement(
                            "INSERT INTO variables"
                                    + " (name, value, is_secret, tenant_id, description, updated_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
                        fill(insert, variable, now);
                        insert.setString(7, now);
                        insert.executeUpdate();
                    }
                    try (PreparedStatement last = connection.prepareStatement("SELECT last_insert_rowid()");
                            ResultSet row = last.executeQuery()) {
                        row.next();
                        return masked(known(connection, row.getLong(1)));
                    }
                })
                .onSuccess(added -> whenChanged.run());
    }

    Future<JsonObject> change(long id, JsonObject written) {
        return database.writer()
                .writeNow(connection -> {
                    JsonObject variable = VariableForm.updated(known(connection, id), written);
                    refuseTwins(connection, id, variable);
                    try (PreparedStatement update = connection.prepareStatement(
                            "UPDATE variables SET"
                                    + " name = ?, value = ?, is_secret = ?, tenant_id = ?, description = ?, updated_at = ? WHERE id = ?")) {
                        fill(update, variable, times.now());
                        update.setLong(7, id);
                        update.executeUpdate();
                    }
                    return masked(known(connection, id));
                })
                .onSuccess(changed -> whenChanged.run());
    }

    /** Puts these in the place of all, as {@link #revealed} gave them; nobody is told. */
    Future<Void> replace(List<JsonObject> variables) {
        return database.writer()
                .<Integer>writeNow(connection -> {
                    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM variables");
                            PreparedStatement insert = connection.prepareStatement("INSERT INTO variables"
                                    + " (name, value, is_secret, tenant_id, description, updated_at, created_at, id)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
                        delete.executeUpdate();
                        for (JsonObject variable : variables) {
                            fill(insert, variable, variable.getString("updated_at"));
                            insert.setString(7, variable.getString("created_at"));
                            insert.setLong(8, variable.getLong("id"));
                            insert.executeUpdate();
                        }
                        return variables.size();
                    }
                })
                .mapEmpty();
    }

    Future<Void> delete(long id) {
        return database.writer()
                .writeNow(connection -> {
                    JsonObject known = known(connection, id);
                    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM variables WHERE id = ?")) {
                        delete.setLong(1, known.getLong("id"));
                        return delete.executeUpdate();
                    }
                })
                .onSuccess(deleted -> whenChanged.run())
                .mapEmpty();
    }

    private static void fill(PreparedStatement statement, JsonObject variable, String now) throws SQLException {
        statement.setString(1, variable.getString("name"));
        statement.setString(2, variable.getString("value"));
        statement.setBoolean(3, variable.getBoolean("is_secret"));
        statement.setString(4, tenant(variable.getValue("tenant_id")));
        statement.setString(5, variable.getString("description"));
        statement.setString(6, now);
    }

    private static JsonObject known(Connection connection, long id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + " WHERE id = ?")) {
            select.setLong(1, id);
            try (ResultSet found = select.executeQuery()) {
                if (!found.next()) {
                    throw Refusal.notFound("variable " + id);
                }
                return row(found);
            }
        }
    }

    private static void refuseTwins(Connection connection, long id, JsonObject variable) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT 1 FROM variables WHERE name = ? AND tenant_id = ? AND id <> ?")) {
            select.setString(1, variable.getString("name"));
            select.setString(2, tenant(variable.getValue("tenant_id")));
            select.setLong(3, id);
            try (ResultSet found = select.executeQuery()) {
                if (found.next()) {
                    throw Refusal.badRequest(
                            "name: \"%s\" is not allowed; allowed: a name that no other variable of the tenant has"
                                    .formatted(variable.getString("name")));
                }
            }
        }
    }

    /** A tenant may be a number, a text, or nobody; SQL's null equals nothing, itself included. */
    private static String tenant(@Nullable Object tenantId) {
        return Json.encode(tenantId);
    }

    private static JsonObject row(ResultSet row) throws SQLException {
        return new JsonObject()
                .put("id", row.getLong("id"))
                .put("name", row.getString("name"))
                .put("value", row.getString("value"))
                .put("is_secret", row.getBoolean("is_secret"))
                .put("tenant_id", Json.decodeValue(row.getString("tenant_id")))
                .put("description", row.getString("description"))
                .put("created_at", row.getString("created_at"))
                .put("updated_at", row.getString("updated_at"));
    }

    private static JsonObject masked(JsonObject variable) {
        return variable.getBoolean("is_secret") ? variable.put("value", MASK) : variable;
    }
}
