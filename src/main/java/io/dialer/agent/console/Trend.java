package io.dialer.agent.console;

import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.OutboxStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToDoubleFunction;

/** The agent's figures over the last hour, for charts: a bounded number of points, the oldest first. Used on one event loop. */
final class Trend {
    /** An hour of one each ten seconds. */
    static final int MOST = 360;

    private final Deque<Point> points = new ArrayDeque<>();

    private record Point(long atMillis, AgentStatus status, OutboxStatus outbox) {}

    void add(long atMillis, AgentStatus status, OutboxStatus outbox) {
        points.add(new Point(atMillis, status, outbox));
        if (points.size() > MOST) {
            points.remove();
        }
    }

    /** A column each, because charts take columns. Counters are since the start. */
    JsonObject toJson() {
        return new JsonObject()
                .put("at_ms", column(Point::atMillis))
                .put("ended", column(point -> point.status().tasks().endedRuns()))
                .put("succeeded", column(point -> point.status().tasks().succeededRuns()))
                .put("active", column(point -> point.status().pool().active()))
                .put("queued", column(point -> point.status().pool().queued()))
                .put("refused", column(point -> point.status().pool().refused()))
                .put("failing", column(point -> point.status().tasks().failing()))
                .put(
                        "lateness_p99_ms",
                        column(point -> point.status().lateness().p99()))
                .put("outbox_depth", column(point -> point.outbox().depth()))
                .put("dead", column(point -> point.outbox().dead()));
    }

    private JsonArray column(ToDoubleFunction<Point> figure) {
        JsonArray column = new JsonArray();
        points.forEach(point -> column.add(figure.applyAsDouble(point)));
        return column;
    }
}
