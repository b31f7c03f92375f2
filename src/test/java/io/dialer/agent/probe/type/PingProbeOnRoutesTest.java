package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.icmp.NetworkNamespace;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets behind a router that drops, refuses, or has no way, in a network namespace. */
class PingProbeOnRoutesTest {
    private static final String QUICK = "{\"interval_ms\": 10, \"wait_ms\": 200}";

    private final Vertx vertx = Vertx.vertx();
    private NetworkNamespace.Routed routed;

    @BeforeEach
    void openNamespaces() throws Exception {
        routed = NetworkNamespace.openRouted();
    }

    @AfterEach
    void closeNamespaces() {
        routed.close();
        vertx.close().await();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.89.0.1", "fd89::1"})
    void failsWithoutAnyAnswer(String target) throws Exception {
        Measurement measured = run(target, QUICK, Duration.ofSeconds(10));

        assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.FAILED);
        assertThat(measured.failedPhase()).isEqualTo(Phase.FIRST_BYTE);
        assertThat(measured.details().getDouble("packet_loss")).isEqualTo(100);
        assertThat(measured.details().getDouble("rtt_min")).isZero();
        assertThat(measured.details().getInteger("ttl")).isZero();
        assertThat(measured.details().getDouble("execution_time")).isBetween(0.23, 3.0);
        assertThat(measured.details().getString("source_ip")).isEqualTo(target.contains(":") ? "fd77::1" : "10.77.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.89.0.1", "fd89::1"})
    void isATimeoutWhenCutOffBeforeItsOwnEnd(String target) throws Exception {
        Measurement measured = run(target, "{\"interval_ms\": 10}", Duration.ofMillis(200));

        assertThat(measured.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(measured.failedPhase()).isEqualTo(Phase.FIRST_BYTE);
        assertThat(measured.details().getInteger("packet_received")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "10.88.0.1, 64, host unreachable (from 10.77.0.2)",
        "10.90.0.1, 1, time to live exceeded (from 10.77.0.2)",
        "fd88::1, 64, no route to destination (from fd77::2)"
    })
    void failsToConnectWhereARouterRefuses(String target, int timeToLive, String error) throws Exception {
        String options = "{\"interval_ms\": 10, \"wait_ms\": 5000, \"ttl\": %d}".formatted(timeToLive);
        Measurement measured = run(target, options, Duration.ofSeconds(10));
        // A router may keep some of its errors to itself (net.ipv4.route.error_burst); a while later it has some to
        // spare.
        for (int again = 0; again < 2 && errors(measured, error) < 4; again++) {
            measured = run(target, options, Duration.ofSeconds(10));
        }

        assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(measured.failedPhase()).isEqualTo(Phase.CONNECT);
        assertThat(measured.message()).contains(error);
        assertThat(measured.details().getJsonObject("errors")).isEqualTo(new JsonObject().put(error, 4));
        assertThat(measured.details().getDouble("execution_time")).isLessThan(3.0);
    }

    private static int errors(Measurement measured, String error) {
        return measured.details().getJsonObject("errors", new JsonObject()).getInteger(error, 0);
    }

    @ParameterizedTest
    @CsvSource({"10.77.0.2", "fd77::2"})
    void failsToConnectWithoutARoute(String target) throws Exception {
        routed.client().run("ip link set va down");

        Measurement measured = run(target, QUICK, Duration.ofSeconds(10));

        assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(measured.failedPhase()).isEqualTo(Phase.CONNECT);
        assertThat(measured.details().getJsonObject("errors"))
                .isEqualTo(new JsonObject().put("network is unreachable (errno 101)", 4));
        assertThat(measured.details().getString("source_ip")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.77.0.2, false, SUCCESS",
        "10.77.0.2, true, FAILED",
        "fd77::2, false, SUCCESS",
        "fd77::2, true, FAILED"
    })
    void refusesToBeCutWhereTheTaskSaysSo(String target, boolean dontFragment, Outcome outcome) throws Exception {
        String options = "{\"interval_ms\": 10, \"size\": 3000, \"dont_fragment\": %s}".formatted(dontFragment);
        Measurement measured = run(target, options, Duration.ofSeconds(10));

        assertThat(measured.outcome()).as(measured.message()).isEqualTo(outcome);
    }

    private Measurement run(String target, String options, Duration limit) throws Exception {
        return routed.client().call(() -> {
            try (ProbeNetwork network = ProbeNetwork.ofSystem(vertx)) {
                Probe probe = new PingProbeFactory()
                        .create(
                                ProbeTask.once("ping", target, new JsonObject()),
                                new Options(new JsonObject(options), new JsonObject()),
                                new ProbeContext(new Messages(Locale.ENGLISH), Map.of(ProbeNetwork.class, network)));
                return probe.run(Deadline.in(limit));
            }
        });
    }
}
