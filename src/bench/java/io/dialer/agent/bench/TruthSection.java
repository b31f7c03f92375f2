package io.dialer.agent.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** What is measured as the time to the first byte against what the server really took, at steady rates. */
final class TruthSection implements Section {
    private static final String PHASE = "probe_http_duration_seconds{phase=\"processing\"} ";
    /** A JVM on two processors compiles for as long as that. */
    private static final int SECONDS_WARM_UP = 40;

    private static final int ROUNDS = 3;

    private final AtomicLong ids = new AtomicLong();

    @Override
    public String name() {
        return "truth";
    }

    @Override
    public Set<BenchScale> scales() {
        return Set.of(BenchScale.FULL);
    }

    @Override
    public void measure(Bench bench, Table table) throws Exception {
        Path modules = Blackbox.modules(bench.folder(), bench.nginx().authority);
        JsonObject settings = new JsonObject()
                .put("scrape", new JsonObject().put("blackbox_modules", modules.toString()))
                .put("thread_pool", new JsonObject().put("max_workers", 256));
        Vertx vertx = Vertx.vertx();
        List<Prober> probers = new ArrayList<>();
        try (WaitingServer server = new WaitingServer()) {
            HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(512));
            probers.add(BenchAgent.start(bench, settings));
            if (Bench.installed(Blackbox.PROGRAM)) {
                probers.add(Blackbox.start(bench.folder(), modules));
            }
            for (Prober prober : probers) {
                errors(client, server, prober, 500, SECONDS_WARM_UP);
            }
            for (int rate : List.of(20, 500, 1_000)) {
                report(table, rate, turns(client, server, probers, rate));
            }
        } finally {
            probers.forEach(Prober::close);
            vertx.close().await();
        }
    }

    /** By the program's place, the 99th percentiles of the rounds. */
    private Map<Integer, List<Double>> turns(HttpClient client, WaitingServer server, List<Prober> probers, int rate)
            throws Exception {
        Map<Integer, List<Double>> worst = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int place = 0; place < probers.size(); place++) {
                double[] errors = errors(client, server, probers.get(place), rate, rate < 100 ? 20 : 10);
                worst.computeIfAbsent(place, unseen -> new ArrayList<>()).add(Figures.quantile(errors, 0.99));
            }
        }
        return worst;
    }

    /** In milliseconds, of each probe that was asked for. */
    private double[] errors(HttpClient client, WaitingServer server, Prober prober, int rate, int seconds)
            throws Exception {
        Queue<Double> errors = new ConcurrentLinkedQueue<>();
        AtomicLong open = new AtomicLong();
        long begun = System.nanoTime();
        long distance = 1_000_000_000L / rate;
        int count = rate * seconds;
        for (int call = 0; call < count; call++) {
            long wait;
            while ((wait = begun + call * distance - System.nanoTime()) > 0) {
                LockSupport.parkNanos(wait);
            }
            String id = Long.toString(ids.incrementAndGet());
            open.incrementAndGet();
            client.request(HttpMethod.GET, prober.port(), "127.0.0.1", "/probe?module=http&target=" + server.url(id))
                    .compose(HttpClientRequest::send)
                    .compose(answer -> answer.body())
                    .onSuccess(body -> errors.add(Math.abs(measuredMillis(body) - server.waitedMillis(id))))
                    .onComplete(ended -> open.decrementAndGet());
        }
        Moment.until("all answers", 60, () -> open.get() == 0);
        if (errors.size() < count) {
            throw new IllegalStateException(count - errors.size() + " of " + count + " probes were not answered");
        }
        return errors.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double measuredMillis(Buffer body) {
        return body.toString()
                .lines()
                .filter(line -> line.startsWith(PHASE))
                .mapToDouble(line -> Double.parseDouble(line.substring(PHASE.length())) * 1000)
                .findFirst()
                .orElseThrow();
    }

    private static void report(Table table, int rate, Map<Integer, List<Double>> worst) {
        double ours = Figures.median(worst.getOrDefault(0, List.of()));
        String theirs = "";
        String goal = rate == 500 ? Goal.atMost(1, "ms", ours) : Goal.NONE;
        if (worst.containsKey(1)) {
            double other = Figures.median(worst.getOrDefault(1, List.of()));
            theirs = Figures.text("%.2f ms", other);
            goal = rate == 500 ? goal + ", " + Goal.judged("≤ theirs", ours <= other) : goal;
        }
        table.add(new Row(
                Figures.text("first byte at %d/s: p99 of the distance to the truth", rate),
                Figures.text("%.2f ms", ours),
                theirs,
                goal));
    }
}
