package io.dialer.agent.backend.embedded;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The agents that have registered, with what their last heartbeat said. */
final class NodeStore {
    /** Three heartbeats at the usual interval; an agent that takes longer between two gets three times as long. */
    private static final Duration OFFLINE_AFTER = Duration.ofSeconds(90);

    private static final int MISSED_HEARTBEATS = 3;

    private static final String COLUMNS =
            "SELECT id, agent_id, agent_area, ip_address, hostname, created_at, updated_at,"
                    + " heard_ms, gap_ms, heartbeat FROM nodes";

    private final EmbeddedDatabase database;
    private final LocalTimes times;

    NodeStore(EmbeddedDatabase database, LocalTimes times) {
        this.database = database;
        this.times = times;
    }

    /** Adds an agent, or renews what is known of it; its heartbeat stays. */
    Future<JsonObject> register(String agentId, String area, String address, String hostname) {
        String now = times.now();
        long heard = times.nowMillis();
        return database.writer().writeNow(connection -> {
            try (PreparedStatement upsert = connection.prepareStatement("""
                    INSERT INTO nodes (agent_id, agent_area, ip_address, hostname, created_at, updated_at, heard_ms,
                      heartbeat) VALUES (?, ?, ?, ?, ?, ?, ?, '{}')
                    ON CONFLICT (agent_id) DO UPDATE SET agent_area = excluded.agent_area,
                      ip_address = excluded.ip_address, hostname = excluded.hostname,
                      updated_at = excluded.updated_at, heard_ms = excluded.heard_ms,
                      heartbeat = json_remove(heartbeat, '$.status')""")) {
                upsert.setString(1, agentId);
                upsert.setString(2, area);
                upsert.setString(3, address);
                upsert.setString(4, hostname);
                upsert.setString(5, now);
                upsert.setString(6, now);
                upsert.setLong(7, heard);
                upsert.executeUpdate();
            }
            return find(connection, agentId).orElseThrow();
        });
    }

    /** Takes a heartbeat; empty where the agent has never registered. */
    Future<Optional<JsonObject>> heartbeat(String agentId, JsonObject heartbeat) {
        String body = heartbeat.encode();
        String now = times.now();
        long heard = times.nowMillis();
        return database.writer().writeNow(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE nodes SET updated_at = ?1, gap_ms = max(0, ?2 - heard_ms), heard_ms = ?2, heartbeat = ?3"
                            + " WHERE agent_id = ?4")) {
                update.setString(1, now);
                update.setLong(2, heard);
                update.setString(3, body);
                update.setString(4, agentId);
                return update.executeUpdate() == 0 ? Optional.empty() : find(connection, agentId);
            }
        });
    }

    Future<List<JsonObject>> all() {
        return database.reader().read(connection -> {
            List<JsonObject> nodes = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(COLUMNS + " ORDER BY id");
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    nodes.add(shown(rows));
                }
            }
            return nodes;
        });
    }

    private Optional<JsonObject> find(Connection connection, String agentId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + " WHERE agent_id = ?")) {
            select.setString(1, agentId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(shown(row)) : Optional.empty();
            }
        }
    }

    private JsonObject shown(ResultSet row) throws SQLException {
        JsonObject heartbeat = new JsonObject(row.getString("heartbeat"));
        long heard = row.getLong("heard_ms");
        long patience = Math.max(OFFLINE_AFTER.toMillis(), MISSED_HEARTBEATS * row.getLong("gap_ms"));
        boolean online = times.nowMillis() - heard < patience && !"draining".equals(heartbeat.getValue("status"));
        JsonObject node = new JsonObject()
                .put("id", row.getLong("id"))
                .put("agent_id", row.getString("agent_id"))
                .put("agent_area", row.getString("agent_area"))
                .put("ip_address", row.getString("ip_address"))
                .put("hostname", row.getString("hostname"))
                .put("created_at", row.getString("created_at"))
                .put("updated_at", row.getString("updated_at"))
                .put("last_heartbeat", times.text(Instant.ofEpochMilli(heard)))
                .put("status", online ? "online" : "offline")
                .put("thread_pool", heartbeat.getValue("thread_pool", new JsonObject()))
                .put("task_status", heartbeat.getValue("task_status", new JsonObject()));
        for (String extra : new String[] {"version", "uptime_s", "outbox", "queue", "lateness_ms", "members"}) {
            if (heartbeat.containsKey(extra)) {
                node.put(extra, heartbeat.getValue(extra));
            }
        }
        return node;
    }
}
