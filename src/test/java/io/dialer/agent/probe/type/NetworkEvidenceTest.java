package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.PreparedProbe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactories;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.net.DnsTestServer;
import io.dialer.agent.probe.net.IpVersion;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.RawServer;
import io.dialer.agent.probe.net.Resolver;
import io.dialer.agent.probe.net.icmp.Rights;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkEvidenceTest {
    private static final Messages ENGLISH = new Messages(Locale.ENGLISH);

    private final Vertx vertx = Vertx.vertx();
    private DnsTestServer names;
    private ProbeNetwork network;

    @BeforeEach
    void open() throws Exception {
        Rights.assumeIcmp(InetAddress.ofLiteral("127.0.0.1"));
        names = DnsTestServer.start();
        network = ProbeNetwork.of(vertx, Resolver.asking(List.of(names.address()), Duration.ofSeconds(1)));
    }

    @AfterEach
    void close() {
        network.close();
        names.close();
        vertx.close().await();
    }

    @ParameterizedTest
    @CsvSource({
        "tcp, www.example:1",
        "tls, www.example:1",
        "http, http://www.example:1/",
    })
    void aFailureBringsTheRouteAndTheNameServersAnswersOnce(String type, String target) {
        ProbeTask task = task(type, target, "{'evidence': true, 'ip_version': 4, 'timeout': 2}");
        PreparedProbe probe = prepared(task);
        ProbeResult first = run(probe, task);
        ProbeResult second = run(probe, task);

        JsonObject evidence = first.measurement().details().getJsonObject("evidence");
        assertThat(first.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(first.warnings()).isEmpty();
        JsonObject answer = evidence.getJsonArray("resolver").getJsonObject(0);
        assertThat(answer.getMap())
                .containsEntry("server", "127.0.0.1:" + names.address().getPort())
                .containsEntry("type", "A")
                .containsEntry("rcode", "NOERROR");
        assertThat(answer.getJsonArray("answers")).containsExactly("127.0.0.1", "127.0.0.2");
        JsonObject route = evidence.getJsonObject("traceroute");
        assertThat(route.getString("outcome")).isEqualTo("success");
        assertThat(route.getJsonArray("hops").getJsonObject(0).getJsonArray("addresses"))
                .containsExactly("127.0.0.1");
        assertThat(second.measurement().details().containsKey("evidence")).isFalse();
    }

    @Test
    void aNameThatIsGoneIsSeenAtTheNameServer() {
        ProbeTask task = task("ping", "nxdomain.example", "{'evidence': true, 'ip_version': 4}");
        JsonObject evidence = run(prepared(task), task).measurement().details().getJsonObject("evidence");

        assertThat(evidence.getJsonArray("resolver").stream().map(answer -> ((JsonObject) answer).getString("rcode")))
                .containsExactly("NXDOMAIN", "NXDOMAIN");
        assertThat(evidence.getJsonObject("traceroute").getString("outcome")).isEqualTo("failed");
    }

    @Test
    void anAddressIsNotAskedFor() throws Exception {
        ProbeTask task = task("tcp", "127.0.0.1:1", "{'evidence': true}");
        JsonObject evidence = run(prepared(task), task).measurement().details().getJsonObject("evidence");

        assertThat(evidence.containsKey("resolver")).isFalse();
        assertThat(evidence.getJsonObject("traceroute").getJsonArray("hops")).hasSize(1);
    }

    @Test
    void theRunsOwnTimeAndTimeoutAreAsWithoutIt() {
        String options = "{'evidence': %s, 'timeout': 1}";
        ProbeTask task = task("tcp", "www.example:1", options.formatted(true));
        ProbeTask without = task("tcp", "www.example:1", options.formatted(false));
        names.delayMs(300);
        ProbeResult result = run(prepared(task), task);

        assertThat(result.measurement().details().containsKey("evidence")).isTrue();
        assertThat(result.durationNanos()).isEqualTo(result.measurement().nanos());
        assertThat(prepared(task).limit(Duration.ofSeconds(60)))
                .isEqualTo(prepared(without).limit(Duration.ofSeconds(60)).plusSeconds(5));
    }

    @Test
    void aSuccessBringsNone() throws Exception {
        try (RawServer server = RawServer.start(RawServer::hang)) {
            ProbeTask task = task("tcp", server.authority(), "{'evidence': true}");

            assertThat(run(prepared(task), task).measurement().details().containsKey("evidence"))
                    .isFalse();
        }
    }

    @Test
    void isGatheredAgainAfterFiveMinutes() throws Exception {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
        NetworkEvidence evidence = new NetworkEvidence("127.0.0.1", IpVersion.ANY, network, ENGLISH, nanos::get);
        Duration longest = Duration.ofSeconds(5);

        assertThat(evidence.gather(Deadline.in(longest))).isNotNull();
        nanos.addAndGet(Duration.ofSeconds(299).toNanos());
        assertThat(evidence.gather(Deadline.in(longest))).isNull();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(evidence.gather(Deadline.in(longest))).isNotNull();
    }

    private PreparedProbe prepared(ProbeTask task) {
        return new ProbeFactories(
                        new ProbeContext(ENGLISH, Map.of(ProbeNetwork.class, network)), type -> new JsonObject())
                .prepare(task);
    }

    private static ProbeResult run(PreparedProbe probe, ProbeTask task) {
        return probe.run(task, Deadline.in(probe.limit(Duration.ofSeconds(60))));
    }

    private static ProbeTask task(String type, String target, String options) {
        return ProbeTask.once(type, target, new JsonObject(options.replace('\'', '"')));
    }
}
