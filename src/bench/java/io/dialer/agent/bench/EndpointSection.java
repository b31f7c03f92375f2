package io.dialer.agent.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Processor time of a probe through {@code /probe}, and how many a second there are, turn about with the peer. */
final class EndpointSection implements Section {
    private static final Map<String, Double> GOALS = Map.of("http", 0.4, "https", 0.5, "tcp", 0.5, "ping", 0.5);
    private static final int SECONDS_OF_A_TURN = 5;

    /** One turn of one program. */
    private record Turn(double cpuMillis, double perSecond) {}

    @Override
    public String name() {
        return "probe";
    }

    @Override
    public Set<BenchScale> scales() {
        return Set.of(BenchScale.QUICK, BenchScale.FULL);
    }

    @Override
    public void measure(Bench bench, Table table) throws Exception {
        if (!Bench.installed(Wrk.PROGRAM)) {
            table.skip("/probe", "wrk is not installed");
            return;
        }
        List<String> kinds =
                bench.scale().pick(List.of("http", "https", "tcp"), List.of("http", "https", "tcp", "ping"));
        Path modules = Blackbox.modules(bench.folder(), bench.nginx().authority);
        List<Prober> probers = new ArrayList<>();
        try {
            probers.add(BenchAgent.start(
                    bench,
                    new JsonObject().put("scrape", new JsonObject().put("blackbox_modules", modules.toString()))));
            if (Bench.installed(Blackbox.PROGRAM)) {
                probers.add(Blackbox.start(bench.folder(), modules));
            } else {
                table.skip("blackbox_exporter", "not installed");
            }
            for (Prober prober : probers) {
                for (String kind : kinds) {
                    requireSuccess(prober.probe(kind, bench.target(kind)));
                }
            }
            turns(bench, probers, kinds, 1, bench.scale().pick(12, 20));
            Map<String, List<Turn>> turns =
                    turns(bench, probers, kinds, bench.scale().pick(3, 5), SECONDS_OF_A_TURN);
            for (String kind : kinds) {
                report(table, kind, turns.getOrDefault(kind + 0, List.of()), turns.getOrDefault(kind + 1, List.of()));
            }
        } finally {
            probers.forEach(Prober::close);
        }
    }

    /** A probe that fails is answered with 200 as well, and would be compared all the same. */
    private static void requireSuccess(String url) throws IOException {
        try (InputStream answer = URI.create(url).toURL().openStream()) {
            String metrics = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
            if (Figures.metric(metrics, "probe_success") != 1) {
                throw new IllegalStateException(url + " finds a failure:\n" + metrics);
            }
        }
    }

    /** By type and place of the program. */
    private static Map<String, List<Turn>> turns(
            Bench bench, List<Prober> probers, List<String> kinds, int rounds, int seconds) throws Exception {
        Map<String, List<Turn>> turns = new HashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (String kind : kinds) {
                for (int place = 0; place < probers.size(); place++) {
                    Prober prober = probers.get(place);
                    double before = prober.process().cpuMillis();
                    Wrk.Load load = Wrk.run(prober.probe(kind, bench.target(kind)), seconds);
                    double spent = prober.process().cpuMillis() - before;
                    turns.computeIfAbsent(kind + place, unseen -> new ArrayList<>())
                            .add(new Turn(spent / load.requests(), load.perSecond()));
                }
            }
        }
        return turns;
    }

    private static void report(Table table, String kind, List<Turn> ours, List<Turn> theirs) {
        double cpu = Figures.median(ours.stream().map(Turn::cpuMillis).toList());
        double rate = Figures.median(ours.stream().map(Turn::perSecond).toList());
        String theirCpu = "";
        String theirRate = "";
        String goal = Goal.NONE;
        if (!theirs.isEmpty()) {
            double other = Figures.median(theirs.stream().map(Turn::cpuMillis).toList());
            theirCpu = Figures.text("%.3f ms", other);
            theirRate = Figures.text(
                    "%.0f/s",
                    Figures.median(theirs.stream().map(Turn::perSecond).toList()));
            goal = Goal.share(GOALS.getOrDefault(kind, 1.0), cpu, other);
        }
        table.add(new Row(
                "`/probe` " + kind + ": processor time of a probe", Figures.text("%.3f ms", cpu), theirCpu, goal));
        table.add(new Row(
                "`/probe` " + kind + ": probes a second, 16 at once", Figures.text("%.0f/s", rate), theirRate, ""));
    }
}
