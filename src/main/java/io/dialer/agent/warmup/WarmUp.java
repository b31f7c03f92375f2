package io.dialer.agent.warmup;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.PreparedProbe;
import io.dialer.agent.probe.ProbeFactories;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the built-in probes against servers of our own before the first real run. A JVM loads and compiles what it meets
 * for the first time, which would add tens of milliseconds to the phases of the first measurements.
 */
public final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int HTTP_RUNS = 25;
    private static final int OTHER_RUNS = 5;
    private static final String TRANSACTION = """
            {"initialVariables": [{"name": "$path", "value": "a"}],
             "steps": [{"request": {"url": "/$path"}, "variables": [{"name": "$ok", "expression": "$.ok"}],
               "assertions": [{"source": "body", "expression": "$.ok", "operator": "equals", "expected": "true"}]},
              {"request": {"url": "/", "method": "POST", "body": "{\\"ok\\": $ok}", "auth": {"type": "bearer", "token": "t"}},
               "assertions": [{"source": "body", "operator": "regex", "expected": "false"}]}]}""";
    private static final Duration LIMIT_PER_RUN = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private WarmUp() {}

    /** Warms up on a thread of its own; never fails. */
    public static Future<Void> begin(Vertx vertx, ProbeFactories factories, ProbeNetwork network) {
        Promise<Void> promise = Promise.promise();
        // The classes on no virtual thread, see there; the probes on one, as later.
        Thread.ofPlatform().daemon().name("dialer-classes").start(() -> {
            try {
                ProbeClasses.load();
            } finally {
                Thread.ofVirtual().name("dialer-warm-up").start(() -> warm(vertx, factories, network, promise));
            }
        });
        return promise.future();
    }

    private static void warm(Vertx vertx, ProbeFactories factories, ProbeNetwork network, Promise<Void> promise) {
        try {
            run(vertx, factories, network);
        } catch (RuntimeException fault) {
            LOG.error("the warm-up broke; the first measurements will be slow", fault);
        } finally {
            promise.complete();
        }
    }

    /** Warms up on the calling thread, which must not be an event loop; two seconds at most once the trusted authorities are read. */
    public static void run(Vertx vertx, ProbeFactories factories, ProbeNetwork network) {
        network.load();
        Deadline deadline = Deadline.in(LIMIT);
        WarmUpServers servers = null;
        try {
            servers = new WarmUpServers(vertx);
            servers.listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            probeEach(factories, servers, deadline);
        } catch (GeneralSecurityException | ExecutionException | TimeoutException failure) {
            LOG.atInfo().addKeyValue("reason", failure).log("no warm-up; the first measurements will be slow");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            if (servers != null) {
                servers.close();
            }
        }
    }

    private static void probeEach(ProbeFactories factories, WarmUpServers servers, Deadline deadline) {
        String plain = WarmUpServers.HOST + ":" + servers.plainPort();
        String secured = WarmUpServers.HOST + ":" + servers.securedPort();
        JsonObject unverified = new JsonObject().put("verify", false);
        repeat(factories, "http", "http://" + plain, new JsonObject(), HTTP_RUNS, deadline);
        repeat(factories, "http", "https://" + secured, unverified, OTHER_RUNS, deadline);
        repeat(
                factories,
                "http",
                "https://" + secured,
                unverified.copy().put("http_version", "1.1"),
                OTHER_RUNS,
                deadline);
        repeat(factories, "tcp", plain, new JsonObject(), OTHER_RUNS, deadline);
        repeat(factories, "tcp", "localhost:" + servers.plainPort(), new JsonObject(), OTHER_RUNS, deadline);
        repeat(factories, "tls", secured, unverified, OTHER_RUNS, deadline);
        JsonObject quickPing = new JsonObject().put("count", OTHER_RUNS).put("interval_ms", 1);
        repeat(factories, "api", "http://" + plain, new JsonObject(TRANSACTION), OTHER_RUNS, deadline);
        repeat(factories, "ping", WarmUpServers.HOST, quickPing, OTHER_RUNS, deadline);
    }

    private static void repeat(
            ProbeFactories factories, String type, String target, JsonObject options, int times, Deadline deadline) {
        ProbeTask task = ProbeTask.once(type, target, options);
        PreparedProbe probe = factories.prepare(task);
        for (int run = 0; run < times && !deadline.passed(); run++) {
            probe.run(task, deadline.within(LIMIT_PER_RUN));
        }
    }
}
