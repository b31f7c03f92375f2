package io.dialer.agent.bench;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Set;

/** Memory and processor time of an agent that has nothing to do. */
final class IdleSection implements Section {
    private static final int SECONDS = 60;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public Set<BenchScale> scales() {
        return Set.of(BenchScale.FULL);
    }

    @Override
    public void measure(Bench bench, Table table) throws Exception {
        try (BenchAgent agent = BenchAgent.start(bench, new JsonObject())) {
            String theirs = "";
            if (Bench.installed(Blackbox.PROGRAM)) {
                Path modules = Blackbox.modules(bench.folder(), bench.nginx().authority);
                try (Blackbox blackbox = Blackbox.start(bench.folder(), modules)) {
                    Moment.pass(SECONDS);
                    theirs = Figures.text("%.0f MB", blackbox.process().rssMegabytes());
                }
            } else {
                Moment.pass(SECONDS);
            }
            double rss = agent.process().rssMegabytes();
            table.add(new Row("idle: RSS", Figures.text("%.0f MB", rss), theirs, Goal.atMost(110, "MB", rss)));
            double cpu = agent.process().cpuMillis();
            Moment.pass(SECONDS);
            table.add(new Row(
                    "idle: processor time a second",
                    Figures.text("%.1f ms", (agent.process().cpuMillis() - cpu) / SECONDS),
                    "",
                    ""));
        }
    }
}
