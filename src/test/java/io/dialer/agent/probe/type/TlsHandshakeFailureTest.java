package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.RawServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Handshakes that do not come to their end. */
class TlsHandshakeFailureTest {
    private static ProbeBench bench;

    @BeforeAll
    static void open() {
        bench = ProbeBench.ofSystem();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void aPlainServerDoesNotSpeakTls() throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            RawServer.send(connection, "220 ready\r\n");
            RawServer.hang(connection);
        })) {
            Measurement measured = bench.tcp(server.authority(), "{'tls': true}");

            assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(measured.failedPhase()).isEqualTo(Phase.TLS);
            assertThat(measured.message()).contains("the server does not speak TLS");
            assertThat(measured.details().getBoolean("connected")).isTrue();
        }
    }

    @Test
    void aServerThatGoesDuringTheHandshakeFailsIt() throws Exception {
        try (RawServer server = RawServer.start(
                        connection -> connection.getInputStream().read(new byte[2_000]));
                RawServer resetting = RawServer.start(connection -> {
                    connection.getInputStream().read();
                    RawServer.reset(connection);
                })) {
            Measurement closed = bench.tcp(server.authority(), "{'tls': true}");
            Measurement reset = bench.tcp(resetting.authority(), "{'tls': true}");

            assertThat(List.of(closed.outcome(), reset.outcome())).containsOnly(Outcome.FAILED);
            assertThat(List.of(closed.failedPhase(), reset.failedPhase())).containsOnly(Phase.TLS);
            assertThat(closed.message()).contains("the server closed the connection");
            assertThat(reset.message()).contains("connection reset");
            assertThat(reset.details().getInteger("return_code")).isEqualTo(104);
        }
    }

    @Test
    void aHandshakeThatHangsIsATimeout() throws Exception {
        try (RawServer server = RawServer.start(RawServer::hang)) {
            Measurement measured = bench.http("https://" + server.authority(), "{'timeout': 1.5}");

            assertThat(measured.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(measured.failedPhase()).isEqualTo(Phase.TLS);
            // By the measurement: the first handshake of a JVM loads a library before it begins.
            assertThat(measured.nanos() / 1_000_000).isBetween(1_500L, 4_000L);
        }
    }
}
