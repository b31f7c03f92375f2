package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.icmp.Rights;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PingProbeTest {
    private static final String QUICK = "{\"interval_ms\": 5}";

    private final Vertx vertx = Vertx.vertx();
    private final ProbeNetwork network = ProbeNetwork.ofSystem(vertx);

    @BeforeEach
    void icmpIsAllowed() {
        Rights.assumeIcmp(InetAddress.ofLiteral("127.0.0.1"));
    }

    @AfterEach
    void close() {
        network.close();
        vertx.close().await();
    }

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(ProbeFactory.class).stream()
                        .map(found -> found.get().type()))
                .contains("ping");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "[::1]"})
    void reportsTheRoundTripsUnderBothSetsOfNames(String target) throws Exception {
        if (target.contains(":")) {
            Rights.assumeIcmp(InetAddress.ofLiteral("::1"));
        }
        Measurement measured = run(target, QUICK);

        assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
        assertThat(measured.failedPhase()).isNull();
        JsonObject details = measured.details();
        assertThat(details.fieldNames())
                .contains("status", "target", "packet_sent", "packet_received", "packet_loss", "rtt_min", "rtt_avg")
                .contains("rtt_max", "rtt_mdev", "execution_time", "message", "ip", "ttl", "jitter", "rtts")
                .contains("response_time", "packets_sent", "packets_received", "min_time", "avg_time", "max_time")
                .contains("stddev", "packet_size", "source_ip", "duplicates", "reordered", "errors", "dns_time");
        assertThat(details.getMap().values()).doesNotContainNull();
        assertThat(details.getString("status")).isEqualTo("success");
        assertThat(details.getInteger("packet_sent")).isEqualTo(4).isEqualTo(details.getInteger("packets_sent"));
        assertThat(details.getInteger("packet_received"))
                .isEqualTo(4)
                .isEqualTo(details.getInteger("packets_received"));
        assertThat(details.getDouble("packet_loss")).isZero();
        assertThat(details.getDouble("rtt_min")).isPositive().isEqualTo(details.getDouble("min_time"));
        assertThat(details.getDouble("rtt_avg"))
                .isBetween(details.getDouble("rtt_min"), details.getDouble("rtt_max"))
                .isEqualTo(details.getDouble("avg_time"))
                .isEqualTo(details.getDouble("response_time"));
        assertThat(details.getDouble("rtt_max")).isLessThan(500).isEqualTo(details.getDouble("max_time"));
        assertThat(details.getDouble("rtt_mdev")).isEqualTo(details.getDouble("stddev"));
        assertThat(details.getJsonArray("rtts")).hasSize(4);
        assertThat(details.getInteger("ttl")).isEqualTo(64);
        assertThat(details.getInteger("packet_size")).isEqualTo(56);
        assertThat(details.getInteger("duplicates")).isZero();
        assertThat(details.getInteger("reordered")).isZero();
        assertThat(details.getString("source_ip")).isEqualTo(details.getString("ip"));
        assertThat(details.getDouble("execution_time")).isBetween(0.015, 1.0);
    }

    @Test
    void endsWithTheLastAnswerInsteadOfWaitingOn() throws Exception {
        Measurement measured = run("127.0.0.1", "{\"count\": 1, \"wait_ms\": 60000, \"timeout\": 70}");

        assertThat(measured.details().getDouble("execution_time")).isLessThan(5.0);
    }

    @Test
    void keepsItsPace() throws Exception {
        Measurement measured = run("127.0.0.1", "{\"count\": 6, \"interval_ms\": 50}");

        assertThat(measured.details().getDouble("execution_time")).isBetween(0.25, 2.0);
    }

    @Test
    void sendsFromTheAddressAskedFor() throws Exception {
        Measurement measured = run("127.0.0.1", "{\"interval_ms\": 5, \"source_ip\": \"127.3.3.3\"}");

        assertThat(measured.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(measured.details().getString("source_ip")).isEqualTo("127.3.3.3");
    }

    @Test
    void losesNothingWithFiveHundredTargetsAtOnce() throws Exception {
        List<Future<Measurement>> runs = new ArrayList<>();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int index = 0; index < 500; index++) {
                String target = "127.0.%d.%d".formatted(index / 250, index % 250 + 1);
                Probe probe = probe(target, "{\"count\": 5, \"interval_ms\": 100, \"wait_ms\": 5000, \"timeout\": 20}");
                runs.add(workers.submit(() -> probe.run(Deadline.in(probe.timeout()))));
            }
        }
        for (Future<Measurement> run : runs) {
            Measurement measured = run.get();
            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(measured.details().getDouble("packet_loss")).isZero();
            assertThat(measured.details().getInteger("duplicates")).isZero();
        }
    }

    @Test
    void isATimeoutOnlyWhenCutOff() throws Exception {
        Measurement measured =
                probe("127.0.0.1", "{\"count\": 1000, \"interval_ms\": 50}").run(Deadline.in(Duration.ofMillis(300)));

        assertThat(measured.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(measured.failedPhase()).isEqualTo(Phase.FIRST_BYTE);
        assertThat(measured.details().getInteger("packet_sent")).isBetween(2, 7);
        assertThat(measured.details().getInteger("packet_received")).isPositive();
        assertThat(measured.details().getDouble("execution_time")).isBetween(0.3, 2.0);
    }

    @Test
    void failsToResolveANameThatCannotBe() throws Exception {
        Measurement measured = run("no host..name", QUICK);

        assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(measured.failedPhase()).isEqualTo(Phase.RESOLVE);
        assertThat(measured.details().getDouble("packet_loss")).isEqualTo(100);
        assertThat(measured.details().getJsonArray("rtts")).isEqualTo(new JsonArray());
        assertThat(measured.details().getDouble("rtt_avg")).isZero();
    }

    @Test
    void isAnErrorWithASourceAddressThatIsNotOurs() throws Exception {
        Measurement measured = run("127.0.0.1", "{\"source_ip\": \"198.51.100.9\"}");

        assertThat(measured.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(measured.message()).contains("198.51.100.9", "errno 99");
    }

    @Test
    void isAnErrorOnceTheSocketsAreClosed() throws Exception {
        network.close();

        assertThat(run("127.0.0.1", QUICK).outcome()).isEqualTo(Outcome.ERROR);
    }

    @Test
    void endsWhenInterrupted() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> run("127.0.0.1", "{\"count\": 1000, \"interval_ms\": 60000}"));
    }

    @Test
    void wantsATarget() {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> probe(" ", "{}"))
                .withMessage("target: \" \" is not allowed; allowed: a host name, an IPv4 or an IPv6 address");
    }

    @Test
    void speaksChinese() throws Exception {
        Probe probe = new PingProbeFactory()
                .create(
                        ProbeTask.once("ping", "127.0.0.1", new JsonObject()),
                        new Options(new JsonObject(QUICK), new JsonObject()),
                        new ProbeContext(new Messages(Locale.CHINESE), Map.of(ProbeNetwork.class, network)));

        assertThat(probe.run(Deadline.in(probe.timeout())).message())
                .startsWith("Ping 127.0.0.1 成功，发送 4 个，收到 4 个，丢包率 0%，平均时延 ");
    }

    private Measurement run(String target, String options) throws InterruptedException {
        Probe probe = probe(target, options);
        return probe.run(Deadline.in(probe.timeout()));
    }

    private Probe probe(String target, String options) {
        return new PingProbeFactory()
                .create(
                        ProbeTask.once("ping", target, new JsonObject()),
                        new Options(new JsonObject(options), new JsonObject()),
                        new ProbeContext(new Messages(Locale.ENGLISH), Map.of(ProbeNetwork.class, network)));
    }
}
