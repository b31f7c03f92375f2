package io.dialer.agent.backend.embedded;

import io.dialer.agent.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/**
 * Everything that the embedded backend keeps in SQLite. Two connections, each on its own thread: a long list that somebody
 * asks for must not hold up the results that come in. What was written is seen by every read that begins after the write
 * was answered.
 *
 * @param writer changes
 * @param reader looks
 */
record EmbeddedDatabase(Database writer, Database reader) {
    private static final String[] SCHEMA = {
        """
        CREATE TABLE IF NOT EXISTS results (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          result_id TEXT NOT NULL,
          task_id TEXT NOT NULL,
          agent_id TEXT NOT NULL,
          status TEXT NOT NULL,
          started_ms INTEGER NOT NULL,
          body TEXT NOT NULL,
          UNIQUE (result_id, task_id, agent_id))""",
        "CREATE INDEX IF NOT EXISTS results_by_time ON results (started_ms, id)",
        "CREATE INDEX IF NOT EXISTS results_by_task ON results (task_id, started_ms, id)",
        "CREATE INDEX IF NOT EXISTS results_by_agent ON results (agent_id, started_ms, id)",
        "CREATE INDEX IF NOT EXISTS results_by_status ON results (status, started_ms, id)",
        """
        CREATE TABLE IF NOT EXISTS task_runs (
          task_id TEXT PRIMARY KEY,
          runs INTEGER NOT NULL,
          seconds REAL NOT NULL,
          latest_status TEXT NOT NULL,
          latest_ms INTEGER NOT NULL)""",
        """
        CREATE TABLE IF NOT EXISTS nodes (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          agent_id TEXT NOT NULL UNIQUE,
          agent_area TEXT NOT NULL,
          ip_address TEXT NOT NULL,
          hostname TEXT NOT NULL,
          created_at TEXT NOT NULL,
          updated_at TEXT NOT NULL,
          heard_ms INTEGER NOT NULL,
          gap_ms INTEGER NOT NULL DEFAULT 0,
          heartbeat TEXT NOT NULL)""",
        """
        CREATE TABLE IF NOT EXISTS variables (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          name TEXT NOT NULL,
          value TEXT NOT NULL,
          is_secret INTEGER NOT NULL,
          tenant_id TEXT NOT NULL,
          description TEXT NOT NULL,
          created_at TEXT NOT NULL,
          updated_at TEXT NOT NULL,
          UNIQUE (name, tenant_id))"""
    };

    static Future<EmbeddedDatabase> open(Vertx vertx, Path file) {
        return Database.open(vertx, file, "NORMAL", SCHEMA)
                .compose(writer -> writer.openReader()
                        .map(reader -> new EmbeddedDatabase(writer, reader))
                        .recover(failure -> writer.close().transform(closed -> Future.failedFuture(failure))));
    }

    /** After a deletion: what it freed goes back to the file system, bit by bit. */
    Future<Void> giveBackFreedPages() {
        return writer.vacuum().compose(pages -> pages == 0 ? Future.succeededFuture() : giveBackFreedPages());
    }

    Future<Void> close() {
        return reader.close().eventually(writer::close);
    }
}
