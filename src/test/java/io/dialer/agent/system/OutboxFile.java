package io.dialer.agent.system;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The outbox of an agent that does not run: filled before its start, or read after its end. */
final class OutboxFile {
    static final int TASKS = 1_000;

    private final Path file;

    /** The file of an agent that has run before. */
    OutboxFile(Path stateDirectory) {
        this.file = stateDirectory.resolve("outbox.db");
    }

    /** Adds results of http probes, a second apart for each of a thousand tasks, the newest ten minutes old. */
    void add(int count) throws SQLException {
        Instant last = Instant.now().minus(Duration.ofMinutes(10));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO pending (result_id, task_id, started_ms, body) VALUES (?, ?, ?, ?)")) {
            statement.execute("PRAGMA synchronous = OFF");
            connection.setAutoCommit(false);
            for (int number = 0; number < count; number++) {
                String id = idOf(number);
                Instant started = last.minusMillis(count - number);
                insert.setString(1, id);
                insert.setString(2, Integer.toString(number % TASKS));
                insert.setLong(3, started.toEpochMilli());
                insert.setString(4, result(id, number % TASKS, started));
                insert.executeUpdate();
            }
            connection.commit();
        }
        onDisk();
    }

    /** What its agent has measured and not delivered; it would at its next start. */
    List<Receiver.Arrival> waiting() {
        List<Receiver.Arrival> waiting = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT result_id, task_id, body FROM pending")) {
            while (row.next()) {
                Instant started = Instant.parse(new JsonObject(row.getString(3)).getString("started_at"));
                String createdAt =
                        LocalDateTime.ofInstant(started, ZoneId.systemDefault()).toString();
                waiting.add(new Receiver.Arrival(0, row.getString(2), row.getString(1), createdAt, Instant.now()));
            }
            return waiting;
        } catch (SQLException unreadable) {
            throw new IllegalStateException(file + " cannot be read", unreadable);
        }
    }

    /** Or the system writes it while somebody else is measured. */
    private void onDisk() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The id of the result with a number, from 0. */
    static String idOf(int number) {
        return "01J%023d".formatted(number);
    }

    /** The task of a result. */
    static String taskOf(String id) {
        return Long.toString(Long.parseLong(id.substring(3)) % TASKS);
    }

    private static String result(String id, int task, Instant started) {
        JsonObject headers = new JsonObject()
                .put("content-type", "text/html; charset=utf-8")
                .put("server", "nginx")
                .put("date", "Fri, 27 Nov 2026 02:00:00 GMT")
                .put("cache-control", "max-age=60");
        JsonObject details = new JsonObject()
                .put("dns_time", 1.25)
                .put("tcp_time", 0.5)
                .put("connect_time", 0.5)
                .put("ssl_time", 12.5)
                .put("first_byte_time", 25.5)
                .put("download_time", 3.5)
                .put("http_time", 43.25)
                .put("status_code", 200)
                .put("response_headers", headers)
                .put("content_length", 12_345)
                .put("dns_ips", new JsonArray().add("192.0.2.1"))
                .put("final_url", "https://intranet.example/" + task)
                .put("resolved_ip", "192.0.2.1")
                .put("protocol", "HTTP/1.1")
                .put("webstatus", "正常");
        return new JsonObject()
                .put("result_id", id)
                .put("task_id", Integer.toString(task))
                .put("type", "http")
                .put("target", "https://intranet.example/" + task)
                .put("tenant_id", null)
                .put("started_at", started.toString())
                .put("duration_ns", 43_250_000)
                .put("attempts", 1)
                .put("warnings", new JsonArray())
                .put("outcome", "success")
                .put("failed_phase", null)
                .put("message", "HTTP request succeeded, status code: 200")
                .put("details", details)
                .encode();
    }
}
