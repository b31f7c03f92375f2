package io.dialer.agent.bench;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When the runs of some tasks began, as their results say. Any thread. */
final class Starts {
    private static final LocalDateTime EPOCH = LocalDate.EPOCH.atStartOfDay();

    private final Map<String, List<Double>> byTask = new HashMap<>();

    synchronized void add(JsonObject result) {
        LocalDateTime at = LocalDateTime.parse(result.getString("created_at"));
        List<Double> starts = byTask.computeIfAbsent(result.getString("task_id"), unseen -> new ArrayList<>());
        starts.add(Duration.between(EPOCH, at).toNanos() / 1e9);
    }

    /**
     * How late each run was, in milliseconds: how much later in its interval than the earliest of its task. That one may
     * have been late itself, by what all of them are at least.
     */
    synchronized double[] latenessMillis(double interval) {
        return byTask.values().stream()
                .map(starts -> lateness(starts, interval))
                .flatMap(Collection::stream)
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static List<Double> lateness(List<Double> starts, double interval) {
        double anchor = starts.get(starts.size() / 2);
        List<Double> shifts = starts.stream()
                .map(start -> Math.IEEEremainder(start - anchor, interval))
                .toList();
        double earliest = shifts.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        return shifts.stream().map(shift -> (shift - earliest) * 1000).toList();
    }
}
