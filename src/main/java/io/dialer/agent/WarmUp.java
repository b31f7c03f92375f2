package io.dialer.agent;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.PreparedProbe;
import io.dialer.agent.probe.ProbeFactories;
import io.dialer.agent.probe.ProbeTask;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the built-in probes against a server of our own before the first real run. A JVM loads and compiles what it meets
 * for the first time, which would add tens of milliseconds to the phases of the first measurements.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    private static final String HERE = "127.0.0.1";
    private static final int HTTP_RUNS = 25;
    private static final int OTHER_RUNS = 5;
    private static final Duration LIMIT_PER_RUN = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private WarmUp() {}

    /** Warms up on a thread of its own; never fails. */
    static Future<Void> begin(Vertx vertx, ProbeSetup probes) {
        Promise<Void> promise = Promise.promise();
        Thread.ofVirtual().name("dialer-warm-up").start(() -> {
            try {
                run(vertx, probes);
            } catch (RuntimeException fault) {
                LOG.error("the warm-up broke; the first measurements will be slow", fault);
            } finally {
                promise.complete();
            }
        });
        return promise.future();
    }

    /** Warms up on the calling thread, which must not be an event loop. */
    static void run(Vertx vertx, ProbeSetup probes) {
        ProbeFactories factories = probes.factories();
        probes.network().load();
        NetServer server = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(request -> socket.end(Buffer.buffer(ANSWER))));
        try {
            int port = server.listen(0, HERE)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .actualPort();
            Deadline deadline = Deadline.in(LIMIT);
            repeat(
                    factories,
                    ProbeTask.once("http", "http://" + HERE + ":" + port, new JsonObject()),
                    HTTP_RUNS,
                    deadline);
            repeat(factories, ProbeTask.once("tcp", HERE + ":" + port, new JsonObject()), OTHER_RUNS, deadline);
            repeat(factories, ProbeTask.once("tcp", "localhost:" + port, new JsonObject()), OTHER_RUNS, deadline);
            // The handshake breaks, but by then the native library is there.
            repeat(factories, ProbeTask.once("http", "https://" + HERE + ":" + port, new JsonObject()), 1, deadline);
            JsonObject quickPing = new JsonObject().put("count", OTHER_RUNS).put("interval_ms", 1);
            repeat(factories, ProbeTask.once("ping", HERE, quickPing), OTHER_RUNS, deadline);
        } catch (ExecutionException | TimeoutException failure) {
            LOG.atInfo().addKeyValue("reason", failure).log("no warm-up; the first measurements will be slow");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            server.close();
        }
    }

    private static void repeat(ProbeFactories factories, ProbeTask task, int times, Deadline deadline) {
        PreparedProbe probe = factories.prepare(task);
        for (int run = 0; run < times && !deadline.passed(); run++) {
            probe.run(task, deadline.within(LIMIT_PER_RUN));
        }
    }
}
