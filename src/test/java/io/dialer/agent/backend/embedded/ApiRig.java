package io.dialer.agent.backend.embedded;

import io.dialer.agent.bus.EmbeddedCall;
import io.dialer.agent.bus.EmbeddedReply;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The embedded backend's API on files of its own, with a clock that the test moves. Single quotes stand for double. */
final class ApiRig implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedDatabase database;
    private final EmbeddedApi api;
    final TaskStore tasks;
    final AtomicInteger changes = new AtomicInteger();
    final MovingClock clock = new MovingClock();

    ApiRig(Path folder) {
        LocalTimes times = new LocalTimes(ZoneOffset.UTC, clock);
        tasks = new TaskStore(vertx, folder.resolve("tasks.json"), changes::incrementAndGet);
        Waiting.on(tasks.open());
        database = Waiting.on(EmbeddedDatabase.open(vertx, folder.resolve("embedded.db")));
        api = new EmbeddedApi(database, tasks, times, changes::incrementAndGet);
    }

    /** A clock that stands still unless it is moved. */
    static final class MovingClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-23T21:00:00.123456Z");

        void move(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    EmbeddedReply call(String method, String pathAndQuery, @Nullable String body) {
        String[] parts = pathAndQuery.split("\\?", 2);
        Map<String, String> query = parts.length == 1
                ? Map.of()
                : Arrays.stream(parts[1].split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        Buffer buffer = body == null ? null : Buffer.buffer(body.replace('\'', '"'));
        return Waiting.on(api.answer(new EmbeddedCall(method, parts[0], query, buffer)));
    }

    EmbeddedReply get(String pathAndQuery) {
        return call("GET", pathAndQuery, null);
    }

    EmbeddedReply post(String path, String body) {
        return call("POST", path, body);
    }

    /** A new task's id. */
    int addTask(String fields) {
        return object(post("/tasks", "{'name': 'n', 'type': 'tcp', 'target': 'a:1', 'interval': 5" + fields + "}"))
                .getInteger("id");
    }

    static JsonObject object(EmbeddedReply reply) {
        return (JsonObject) Objects.requireNonNull(reply.content(), reply::toString);
    }

    static JsonArray list(EmbeddedReply reply) {
        return object(reply).getJsonArray("list");
    }

    ResultStore results() {
        return new ResultStore(database);
    }

    @Override
    public void close() {
        Waiting.on(database.close());
        Waiting.on(vertx.close());
    }
}
