package io.dialer.agent.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** From the command to the first result, as the shipped agent with its own backend and one task. */
final class StartSection implements Section {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public Set<BenchScale> scales() {
        return Set.of(BenchScale.FULL);
    }

    @Override
    public void measure(Bench bench, Table table) throws Exception {
        JsonArray tasks = new JsonArray()
                .add(new JsonObject()
                        .put("id", 1)
                        .put("name", "first")
                        .put("type", "http")
                        .put("target", bench.target("http"))
                        .put("interval", 60));
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < 7; round++) {
            long begun = System.nanoTime();
            JsonObject loud = new JsonObject().put("logging", new JsonObject().put("log_mode", "DEBUG"));
            try (BenchAgent agent = BenchAgent.launch(bench, loud, tasks)) {
                Moment.until("the first result", 60, () -> agent.process().printed("task succeeded"));
                seconds.add((System.nanoTime() - begun) / 1e9);
            }
        }
        double median = Figures.median(seconds);
        table.add(new Row(
                "start to first result, embedded (median of 7)",
                Figures.text("%.2f s", median),
                "",
                Goal.atMost(0.8, "s", median)));
    }
}
