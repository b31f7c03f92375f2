package io.dialer.agent.bench;

import io.vertx.core.json.JsonObject;
import java.util.Set;

/** Most of the network answers nothing: what becomes of the tasks whose targets are well. */
final class OutageSection implements Section {
    private static final int SILENT = 10_000;
    private static final int GOOD = 100;
    private static final int SECONDS_WARM_UP = 90;
    private static final int SECONDS = 90;

    @Override
    public String name() {
        return "outage";
    }

    @Override
    public Set<BenchScale> scales() {
        return Set.of(BenchScale.FULL);
    }

    @Override
    public void measure(Bench bench, Table table) throws Exception {
        try (BlackHole hole = new BlackHole();
                TaskBackend backend = new TaskBackend()
                        .give(GOOD, "http", bench.target("http"), 1, new JsonObject())
                        .give(SILENT, "tcp", hole.target(), 60, new JsonObject().put("timeout", 10));
                BenchAgent agent = BenchAgent.start(bench, DeliverySection.settings(backend, 2_500))) {
            Starts starts = new Starts();
            Moment.until("each good task ran", 60, () -> backend.results() >= GOOD);
            Moment.pass(SECONDS_WARM_UP);
            backend.read(batch -> batch.stream()
                    .map(JsonObject.class::cast)
                    .filter(result -> Integer.parseInt(result.getString("task_id")) <= GOOD)
                    .forEach(starts::add));
            Span span = Span.measure(backend, agent, 0, SECONDS);
            backend.read(batch -> {});
            double late = Figures.quantile(starts.latenessMillis(1), 0.99);
            String what = Figures.text("%,d silent targets each 60 s beside %d good ones: ", SILENT, GOOD);
            table.add(new Row(
                    what + "lateness p99 of the good ones",
                    Figures.text("%.2f ms", late),
                    "",
                    Goal.atMost(20, "ms", late)));
            table.add(new Row(
                    what + "skipped, refused runs",
                    Figures.text("%.0f, %.0f", span.skipped(), span.refused()),
                    "",
                    Goal.judged("0", span.skipped() + span.refused() == 0)));
            table.add(new Row(
                    what + "RSS", Figures.text("%.0f MB", agent.process().rssMegabytes()), "", ""));
        }
    }
}
