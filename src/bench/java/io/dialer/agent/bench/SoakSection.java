package io.dialer.agent.bench;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** An hour with 10,000 tasks: what grows would show. */
final class SoakSection implements Section {
    private static final int TASKS = 10_000;
    private static final int MINUTES_WARM_UP = 10;
    private static final int LOOKS = 12;
    private static final int SECONDS_BETWEEN = 300;

    /** One look, in megabytes and descriptors. */
    private record Look(double rss, double heap, double direct, double files) {
        static Look at(BenchAgent agent) throws Exception {
            String metrics = agent.metrics();
            return new Look(
                    agent.process().rssMegabytes(),
                    sum(metrics, "jvm_memory_used_bytes{area=\"heap\"") / 1e6,
                    sum(metrics, "jvm_buffer_memory_used_bytes{id=\"direct\"") / 1e6,
                    agent.process().openFiles());
        }

        private static double sum(String metrics, String prefix) {
            double[] figures = metrics.lines()
                    .filter(line -> line.startsWith(prefix))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .toArray();
            if (figures.length == 0) {
                throw new IllegalStateException("no " + prefix);
            }
            return Arrays.stream(figures).sum();
        }
    }

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public Set<BenchScale> scales() {
        return Set.of(BenchScale.FULL);
    }

    @Override
    public void measure(Bench bench, Table table) throws Exception {
        try (TaskBackend backend = new TaskBackend().give(TASKS, "http", bench.target("http"), 20, new JsonObject());
                BenchAgent agent = BenchAgent.start(bench, DeliverySection.settings(backend, 256))) {
            Moment.pass(MINUTES_WARM_UP * 60);
            List<Look> looks = new ArrayList<>();
            for (int look = 0; look < LOOKS; look++) {
                looks.add(Look.at(agent));
                Moment.pass(SECONDS_BETWEEN);
            }
            looks.add(Look.at(agent));
            report(table, "RSS, MB", looks, Look::rss);
            report(table, "heap in use, MB", looks, Look::heap);
            report(table, "direct memory, MB", looks, Look::direct);
            report(table, "open descriptors", looks, Look::files);
        }
    }

    private static void report(Table table, String what, List<Look> looks, ToDoubleFunction<Look> figure) {
        List<Double> figures =
                looks.stream().map(look -> figure.applyAsDouble(look)).toList();
        List<Double> first = figures.subList(0, figures.size() / 2);
        List<Double> second = figures.subList(figures.size() / 2, figures.size());
        table.add(new Row(
                Figures.text("an hour of %,d http tasks each 20 s: %s, medians of its halves", TASKS, what),
                Figures.text("%.0f, %.0f", Figures.median(first), Figures.median(second)),
                "",
                Goal.judged("flat", Figures.median(second) <= Figures.median(first) * 1.1 + 5)));
    }
}
