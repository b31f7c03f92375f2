package io.dialer.agent.backend;

import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Duration;

/** The embedded backend's results. */
final class EmbeddedStore {
    private static final String[] SCHEMA = {
        """
        CREATE TABLE IF NOT EXISTS results (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          result_id TEXT NOT NULL UNIQUE,
          task_id TEXT NOT NULL,
          outcome TEXT NOT NULL,
          started_ms INTEGER NOT NULL,
          body TEXT NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS results_by_task ON results (task_id, id)",
        "CREATE INDEX IF NOT EXISTS results_by_time ON results (started_ms)"
    };

    private final Database database;

    private EmbeddedStore(Database database) {
        this.database = database;
    }

    static Future<EmbeddedStore> open(Vertx vertx, Path file) {
        return Database.open(vertx, file, "NORMAL", SCHEMA).map(EmbeddedStore::new);
    }

    /** Stores a result as it would be posted; one that is there already stays as it is. */
    Future<Integer> add(ProbeResult result, String body) {
        return database.write(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT OR IGNORE INTO results (result_id, task_id, outcome, started_ms, body)"
                            + " VALUES (?, ?, ?, ?, ?)")) {
                insert.setString(1, result.resultId());
                insert.setString(2, result.taskId());
                insert.setString(3, result.outcome().wireName());
                insert.setLong(4, result.startedAt().toEpochMilli());
                insert.setString(5, body);
                return insert.executeUpdate();
            }
        });
    }

    /** Removes what started longer ago than it is kept. */
    Future<Integer> forgetOlderThan(Duration retention) {
        long before = System.currentTimeMillis() - retention.toMillis();
        return database.write(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM results WHERE started_ms < ?")) {
                delete.setLong(1, before);
                return delete.executeUpdate();
            }
        });
    }

    Future<Void> close() {
        return database.close();
    }
}
