package io.dialer.agent.outbox;

import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Results read from the store, by row id. A row in neither map is gone.
 *
 * @param readable the results
 * @param unreadable why others are none any more: a disk that forgets a bit damages a text without SQLite noticing
 */
record StoredResults(Map<Long, ProbeResult> readable, Map<Long, String> unreadable) {
    static StoredResults read(Connection connection, Collection<Long> ids) throws SQLException {
        StoredResults found = new StoredResults(new HashMap<>(), new HashMap<>());
        try (PreparedStatement query = connection.prepareStatement("SELECT body FROM pending WHERE id = ?")) {
            for (long id : ids) {
                query.setLong(1, id);
                try (ResultSet row = query.executeQuery()) {
                    if (row.next()) {
                        found.add(id, row.getString(1));
                    }
                }
            }
        }
        return found;
    }

    private void add(long id, String body) {
        try {
            readable.put(id, ProbeResult.fromJson(new JsonObject(body)));
        } catch (RuntimeException damaged) {
            unreadable.put(id, String.valueOf(damaged.getMessage()));
        }
    }
}
