package io.dialer.agent.bench;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Processor time of a probe from the scheduler to a backend that has the result: outbox, history and metrics included. */
final class DeliverySection implements Section {
    private static final Map<String, Double> GOALS = Map.of("http", 0.25, "https", 0.45);
    /** A thousand a second; half of that where each run costs the target a handshake, on the same processors. */
    private static final Map<String, Integer> TASKS =
            Map.of("http", 2_000, "https", 1_000, "tcp", 2_000, "ping", 2_000);

    private static final int INTERVAL = 2;
    private static final int SECONDS_WARM_UP = 45;

    @Override
    public String name() {
        return "delivery";
    }

    @Override
    public Set<BenchScale> scales() {
        return Set.of(BenchScale.QUICK, BenchScale.FULL);
    }

    @Override
    public void measure(Bench bench, Table table) throws Exception {
        for (String kind :
                bench.scale().pick(List.of("http", "https", "tcp"), List.of("http", "https", "tcp", "ping"))) {
            atARate(bench, table, kind);
        }
        if (bench.scale() == BenchScale.FULL) {
            for (String kind : List.of("http", "https", "tcp", "ping")) {
                saturated(bench, table, kind);
            }
        }
    }

    private static void atARate(Bench bench, Table table, String kind) throws Exception {
        try (TaskBackend backend = backend(bench, kind, TASKS.getOrDefault(kind, 1_000), INTERVAL);
                BenchAgent agent = BenchAgent.start(bench, settings(backend, 256))) {
            Span span = Span.measure(
                            backend, agent, SECONDS_WARM_UP, bench.scale().pick(20, 40))
                    .ofSuccesses();
            String goal = GOALS.containsKey(kind) ? Goal.atMost(GOALS.get(kind), "ms", span.cpuMillis()) : Goal.NONE;
            table.add(new Row(
                    Figures.text("delivery %s, %.0f/s: processor time of a probe", kind, span.perSecond()),
                    Figures.text("%.3f ms", span.cpuMillis()),
                    "",
                    goal));
            table.add(new Row(
                    "delivery " + kind + ": skipped, refused runs",
                    Figures.text("%.0f, %.0f", span.skipped(), span.refused()),
                    "",
                    Goal.judged("0", span.skipped() + span.refused() == 0)));
        }
    }

    /** More is due than can be done; what is not is refused by name, and counted. */
    private static void saturated(Bench bench, Table table, String kind) throws Exception {
        try (TaskBackend backend = backend(bench, kind, 10_000, 1);
                BenchAgent agent = BenchAgent.start(bench, settings(backend, 64))) {
            Span span = Span.measure(backend, agent, SECONDS_WARM_UP, 20);
            table.add(new Row(
                    "delivery " + kind + ": delivered a second where 10,000 are due",
                    Figures.text("%.0f/s", span.perSecond()),
                    "",
                    ""));
        }
    }

    private static TaskBackend backend(Bench bench, String kind, int tasks, int interval) {
        JsonObject options = "https".equals(kind)
                ? new JsonObject().put("ca_file", bench.nginx().authority.toString())
                : new JsonObject();
        if ("ping".equals(kind)) {
            options.put("count", 1);
        }
        return new TaskBackend()
                .give(tasks, "https".equals(kind) ? "http" : kind, bench.target(kind), interval, options);
    }

    static JsonObject settings(TaskBackend backend, int workers) {
        return new JsonObject()
                .put("server_url", backend.url())
                .put("thread_pool", new JsonObject().put("max_workers", workers).put("queue_size_limit", 10_000));
    }
}
