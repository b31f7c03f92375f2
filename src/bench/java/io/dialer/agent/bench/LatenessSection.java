package io.dialer.agent.bench;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How late runs begin with many tasks, and the memory that the agent has then. */
final class LatenessSection implements Section {
    private static final Map<Integer, Double> LATENESS_GOALS = Map.of(10_000, 5.0, 50_000, 10.0);
    private static final Map<Integer, Double> RSS_GOALS = Map.of(10_000, 180.0, 50_000, 400.0);

    @Override
    public String name() {
        return "lateness";
    }

    @Override
    public Set<BenchScale> scales() {
        return Set.of(BenchScale.QUICK, BenchScale.FULL);
    }

    @Override
    public void measure(Bench bench, Table table) throws Exception {
        for (int tasks : bench.scale().pick(List.of(10_000), List.of(1_000, 10_000, 50_000))) {
            int interval = tasks > 10_000 ? 60 : 10;
            try (TaskBackend backend =
                            new TaskBackend().give(tasks, "tcp", bench.target("tcp"), interval, new JsonObject());
                    BenchAgent agent = BenchAgent.start(bench, DeliverySection.settings(backend, 256))) {
                Moment.until("each task ran", 300, () -> backend.results() >= tasks);
                Span span = Span.measure(
                                backend,
                                agent,
                                bench.scale().pick(30, 60),
                                bench.scale().pick(40, 120))
                        .ofSuccesses();
                report(table, Figures.text("%,d tcp tasks each %d s", tasks, interval), tasks, span, agent);
            }
        }
    }

    private static void report(Table table, String what, int tasks, Span span, BenchAgent agent) throws Exception {
        double millis = span.lateness99() * 1000;
        double rss = agent.process().rssMegabytes();
        table.add(new Row(
                what + ": lateness p99",
                Figures.text("%.2f ms", millis),
                "",
                LATENESS_GOALS.containsKey(tasks) ? Goal.atMost(LATENESS_GOALS.get(tasks), "ms", millis) : Goal.NONE));
        table.add(new Row(
                what + ": skipped, refused runs",
                Figures.text("%.0f, %.0f", span.skipped(), span.refused()),
                "",
                Goal.judged("0", span.skipped() + span.refused() == 0)));
        table.add(new Row(
                what + ": RSS",
                Figures.text("%.0f MB", rss),
                "",
                RSS_GOALS.containsKey(tasks) ? Goal.atMost(RSS_GOALS.get(tasks), "MB", rss) : Goal.NONE));
    }
}
