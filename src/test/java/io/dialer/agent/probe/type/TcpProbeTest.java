package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpProbeTest {
    private static ProbeBench bench;

    @BeforeAll
    static void open() {
        bench = ProbeBench.ofSystem();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void findsAnOpenPort(String host) throws Exception {
        try (RawServer server = RawServer.start(RawServer::hang)) {
            Measurement measured = bench.tcp(host + ":" + server.port(), "{}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(measured.details().getMap())
                    .containsEntry("host", host)
                    .containsEntry("port", server.port())
                    .containsEntry("connected", true)
                    .containsEntry("return_code", 0)
                    .containsEntry("resolved_ip", "127.0.0.1");
            double sum = measured.details().getJsonObject("phases").stream()
                    .mapToDouble(phase -> ((Number) phase.getValue()).doubleValue())
                    .sum();
            assertThat(Math.round(sum * 1e6)).isEqualTo(measured.nanos());
        }
    }

    @Test
    void reachesIpv6() throws Exception {
        RawServer server;
        try {
            server = RawServer.startOn("::1", RawServer::hang);
        } catch (IOException noIpv6) {
            Assumptions.abort("no ::1 on this host: " + noIpv6);
            return;
        }
        try (server) {
            Measurement measured = bench.tcp("[::1]:" + server.port(), "{'ip_version': 6, 'source_ip': '::1'}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(measured.details().getString("target")).isEqualTo("[::1]:" + server.port());
        }
    }

    @Test
    void isRefusedByAClosedPort() throws Exception {
        Measurement measured = bench.tcp("127.0.0.1:1", "{}");

        assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(measured.failedPhase()).isEqualTo(Phase.CONNECT);
        assertThat(measured.details().getInteger("return_code")).isEqualTo(111);
        assertThat(measured.details().getBoolean("connected")).isFalse();
        assertThat(measured.message()).isEqualTo("TCP connection to 127.0.0.1:1 failed: connection refused");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 80", "127.0.0.1:81, 81", "[::1], 80", "::1, 80", "[::1]:82, 82"})
    void goesToPort80WhereNoneIsWritten(String target, int port) throws Exception {
        assertThat(bench.tcp(target, "{}").details().getInteger("port")).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "h:",
                "h:0",
                "h:65536",
                "h:x",
                "[::1",
                "[]:80",
                "[h]:80",
                "[::1]x",
                "1:2:3",
                "http://h",
                "a b",
                "u@h",
                ":80"
            })
    void isNotMadeForATargetThatCannotBe(String target) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> bench.tcp(target, "{}"))
                .withMessageStartingWith("target: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "query_response", "timeout", "tls", "source_ip", "ip_version"})
    void isNotMadeWithAnOptionThatCannotBe(String option) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> bench.tcp("127.0.0.1", "{'" + option + "': 'x'}"))
                .withMessageStartingWith(option + ": ");
    }

    @Test
    void connectsFromTheAddressAskedFor() throws Exception {
        CompletableFuture<InetAddress> seen = new CompletableFuture<>();
        try (RawServer server = RawServer.start(connection -> seen.complete(connection.getInetAddress()))) {
            bench.tcp(server.authority(), "{'source_ip': '127.7.7.7'}");

            assertThat(seen.get(5, TimeUnit.SECONDS).getHostAddress()).isEqualTo("127.7.7.7");
        }
    }

    @Test
    void isAnErrorFromAnAddressThatIsNotOurs() throws Exception {
        Measurement measured = bench.tcp("127.0.0.1:1", "{'source_ip': '198.51.100.9'}");

        assertThat(measured.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(measured.message()).contains("address not available on this host");
    }

    @Test
    void isAnErrorWithALiteralOfAnotherFamily() throws Exception {
        Measurement measured = bench.tcp("127.0.0.1:1", "{'ip_version': 6}");

        assertThat(measured.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(measured.failedPhase()).isEqualTo(Phase.RESOLVE);
    }

    @Test
    void isATimeoutWhereNobodyTakesTheConnection() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            List<Socket> filling = new ArrayList<>();
            try {
                Assumptions.assumeTrue(fill(full, filling), "the accept queue of this kernel cannot be filled");
                Measurement measured = bench.tcp("127.0.0.1:" + full.getLocalPort(), "{'timeout': 0.3}");

                assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.TIMEOUT);
                assertThat(measured.failedPhase()).isEqualTo(Phase.CONNECT);
                assertThat(measured.details().getInteger("return_code")).isEqualTo(110);
                assertThat(measured.nanos() / 1_000_000).isBetween(295L, 3_000L);
            } finally {
                for (Socket socket : filling) {
                    socket.close();
                }
            }
        }
    }

    private static boolean fill(ServerSocket full, List<Socket> filling) throws IOException {
        for (int index = 0; index < 8; index++) {
            Socket socket = new Socket();
            filling.add(socket);
            try {
                socket.connect(full.getLocalSocketAddress(), 200);
            } catch (SocketTimeoutException isFull) {
                return true;
            }
        }
        return false;
    }
}
