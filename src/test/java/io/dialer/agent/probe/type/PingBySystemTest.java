package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.icmp.NetworkNamespace;
import io.dialer.agent.probe.net.icmp.Rights;
import io.dialer.agent.probe.net.icmp.SystemPing;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent that may not open ICMP sockets, on a host whose {@code ping} may. */
class PingBySystemTest {
    @BeforeEach
    void needsTheProgram() {
        Rights.assume(SystemPing.find().isPresent(), "this host has no ping program");
    }

    @Test
    void measuresByTheSystemsProgramAndSaysSo() throws Exception {
        Measurement measured = withoutRights("127.0.0.1", "{'count': 3, 'interval_ms': 20, 'ttl': 9}");

        JsonObject details = measured.details();
        assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
        assertThat(details.getInteger("packet_sent")).isEqualTo(3);
        assertThat(details.getInteger("packet_received")).isEqualTo(3);
        assertThat(details.getDouble("rtt_avg")).isBetween(0.001, 50.0);
        assertThat(details.getInteger("ttl")).isEqualTo(64);
        assertThat(details.getJsonArray("warnings").getString(0))
                .startsWith("measured by the system's ping: ICMP echo needs CAP_NET_RAW, or");
    }

    @Test
    void tellsWhatTheKernelRefuses() throws Exception {
        Measurement measured = withoutRights("192.0.2.1", "{'count': 2, 'interval_ms': 20}");

        assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.FAILED);
        assertThat(measured.failedPhase()).isEqualTo(Phase.CONNECT);
        assertThat(measured.message()).contains("network is unreachable (errno 101)");
    }

    @Test
    void endsByTheDeadline() throws Exception {
        Measurement measured = withoutRights("127.0.0.1", "{'count': 100, 'interval_ms': 300, 'timeout': 1}");

        assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.TIMEOUT);
        assertThat(measured.details().getInteger("packet_received")).isBetween(2, 5);
        assertThat(measured.nanos()).isLessThan(1_500_000_000L);
    }

    @Test
    void namesTheMissingRightWhereTheProgramCannotEither() throws Exception {
        Measurement measured = withoutRights("127.0.0.1", "{'size': 8}");

        assertThat(measured.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(measured.message()).contains("needs CAP_NET_RAW", "payloads of 16 bytes and more");
    }

    private static Measurement withoutRights(String target, String options) throws Exception {
        try (NetworkNamespace namespace = NetworkNamespace.open()) {
            return namespace.call(() -> {
                Rights.dropRawSockets();
                try (ProbeBench bench = ProbeBench.ofSystem()) {
                    return bench.ping(target, options);
                }
            });
        }
    }
}
