package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.net.RawServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullMarked;

/**
 * 500 {@code http} probes a second, each on a connection of its own, against a server that holds each answer back for
 * 20 ms and measures for how long it really did; prints how far the probes' {@code first_byte} is from that, and how far
 * a bare socket is that asks the same server every tenth time: what the machine itself adds. A program of its own, so
 * that nothing else is in its heap.
 */
@NullMarked
public final class FirstByteTruth {
    private static final int PER_SECOND = 500;
    private static final long PAUSE_NANOS = 1_000_000_000L / PER_SECOND;
    private static final Duration WARM_UP = Duration.ofSeconds(25);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final int BARE_EACH = 10;
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ProbeBench bench = ProbeBench.ofSystem();
    private final ServerSocket listening = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    private final ExecutorService servers = Executors.newCachedThreadPool();
    private final Map<String, Long> appliedNanos = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Double> distances = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Double> bareDistances = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();

    private FirstByteTruth() throws IOException {}

    public static void main(String[] arguments) throws Exception {
        new FirstByteTruth().run();
        System.exit(0);
    }

    private void run() {
        Thread.ofPlatform().daemon().start(this::accept);
        probeFor(WARM_UP);
        distances.clear();
        bareDistances.clear();
        probeFor(MEASURED);
        double[] sorted = sorted(distances);
        double[] bare = sorted(bareDistances);
        System.out.println(new JsonObject()
                .put("runs", sorted.length)
                .put("failures", failures.get())
                .put("p50_ms", sorted[sorted.length / 2])
                .put("p99_ms", sorted[sorted.length * 99 / 100])
                .put("worst_ms", sorted[sorted.length - 1])
                .put("bare_p50_ms", bare[bare.length / 2])
                .put("bare_p99_ms", bare[bare.length * 99 / 100])
                .encode());
    }

    private static double[] sorted(Collection<Double> distances) {
        return distances.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private void probeFor(Duration time) {
        long beganAt = System.nanoTime();
        try (ExecutorService probes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int run = 0; System.nanoTime() - beganAt < time.toNanos(); run++) {
                String path = "/" + beganAt + "-" + run;
                probes.submit(() -> probe(path));
                if (run % BARE_EACH == 0) {
                    servers.execute(() -> askBare(path + "-bare"));
                }
                LockSupport.parkNanos(beganAt + (run + 1) * PAUSE_NANOS - System.nanoTime());
            }
        }
    }

    private void probe(String path) {
        try {
            Measurement measured = bench.http("http://127.0.0.1:" + listening.getLocalPort() + path, "{}");
            Long applied = appliedNanos.remove(path);
            if (measured.outcome() != Outcome.SUCCESS || applied == null) {
                failures.incrementAndGet();
                return;
            }
            double reported = measured.details().getJsonObject("phases").getDouble("first_byte");
            distances.add(Math.abs(reported - applied / 1e6));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void askBare(String path) {
        try (Socket connection = new Socket(listening.getInetAddress(), listening.getLocalPort())) {
            RawServer.send(connection, "GET " + path + " HTTP/1.1\r\n\r\n");
            long beganAt = System.nanoTime();
            connection.getInputStream().read();
            long waited = System.nanoTime() - beganAt;
            Long applied = appliedNanos.remove(path);
            if (applied != null) {
                bareDistances.add(Math.abs(waited - applied) / 1e6);
            }
        } catch (IOException gone) {
            failures.incrementAndGet();
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket connection = listening.accept();
                servers.execute(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            byte[] buffer = new byte[4096];
            int length = connection.getInputStream().read(buffer);
            long beganAt = System.nanoTime();
            String path = new String(Arrays.copyOf(buffer, length), StandardCharsets.US_ASCII).split(" ", 3)[1];
            LockSupport.parkNanos(20_000_000);
            appliedNanos.put(path, System.nanoTime() - beganAt);
            RawServer.send(connection, ANSWER);
        } catch (IOException gone) {
            failures.incrementAndGet();
        }
    }
}
