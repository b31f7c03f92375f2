package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.DnsTestServer;
import io.dialer.agent.probe.net.RawServer;
import io.dialer.agent.probe.net.Resolver;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host with several addresses: 127.0.0.1 and 127.0.0.2, and ::1, as the test's name server says. */
class AddressesTest {
    private DnsTestServer names;
    private ProbeBench bench;

    @BeforeEach
    void open() throws Exception {
        names = DnsTestServer.start();
        bench = ProbeBench.resolvingBy(Resolver.asking(List.of(names.address()), Duration.ofSeconds(1)));
    }

    @AfterEach
    void close() {
        bench.close();
        names.close();
    }

    @Test
    void theFirstThatTakesTheConnectionIsEnough() throws Exception {
        try (RawServer server = RawServer.start(RawServer::hang)) {
            Measurement measured = bench.tcp("www.example:" + server.port(), "{}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(measured.details().getString("resolved_ip")).isEqualTo("127.0.0.1");
            assertThat(measured.details().containsKey("addresses_tried")).isFalse();
            assertThat(names.queries()).containsExactly("A www.example.");
        }
    }

    @Test
    void theNextIsTriedWhereOneRefuses() throws Exception {
        try (RawServer server = RawServer.startOn("127.0.0.2", RawServer::hang)) {
            Measurement measured = bench.tcp("www.example:" + server.port(), "{}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(measured.details().getString("resolved_ip")).isEqualTo("127.0.0.2");
            assertThat(tried(measured)).containsExactly("127.0.0.1 111");
        }
    }

    @Test
    void httpTellsThemToo() throws Exception {
        try (RawServer server = RawServer.startOn("127.0.0.2", connection -> {
            RawServer.readRequest(connection);
            RawServer.send(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        })) {
            Measurement measured = bench.http("www.example:" + server.port(), "{}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(tried(measured)).containsExactly("127.0.0.1 111");
        }
    }

    @Test
    void ipv6ComesAfterAllOfIpv4() throws Exception {
        try (RawServer server = onIpv6()) {
            Measurement any = bench.tcp("www.example:" + server.port(), "{}");
            Measurement four = bench.tcp("www.example:" + server.port(), "{'ip_version': 4}");

            assertThat(any.outcome()).as(any.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(any.details().getString("resolved_ip")).isEqualTo("::1");
            assertThat(tried(any)).containsExactly("127.0.0.1 111", "127.0.0.2 111");
            assertThat(four.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(tried(four)).hasSize(2);
        }
    }

    @Test
    void theFailureOfEachIsTold() throws Exception {
        int closed = closedPort();
        Measurement measured = bench.tcp("www.example:" + closed, "{}");

        assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(measured.failedPhase()).isEqualTo(Phase.CONNECT);
        assertThat(measured.details().getInteger("return_code")).isEqualTo(111);
        assertThat(measured.details().getString("resolved_ip")).isEqualTo("127.0.0.1");
        assertThat(measured.message()).contains("127.0.0.1: connection refused; 127.0.0.2: connection refused; ::1: ");
        assertThat(tried(measured)).hasSize(3);
    }

    @Test
    void oneMuteAddressLeavesTimeForTheOthers() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                RawServer server = RawServer.start(
                        new ServerSocket(mute.getLocalPort(), 50, InetAddress.ofLiteral("127.0.0.2")),
                        RawServer::hang)) {
            List<Socket> filling = new ArrayList<>();
            try {
                Assumptions.assumeTrue(fill(mute, filling), "the accept queue of this kernel cannot be filled");
                Measurement measured = bench.tcp("www.example:" + server.port(), "{'timeout': 4, 'ip_version': 4}");

                assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
                assertThat(tried(measured)).containsExactly("127.0.0.1 110");
                assertThat(measured.details().getDouble("connect_time")).isBetween(1_950.0, 3_000.0);
            } finally {
                for (Socket socket : filling) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void whatRefusedIsToldAlsoWhereTheLastStaysMute() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.2"))) {
            List<Socket> filling = new ArrayList<>();
            try {
                Assumptions.assumeTrue(fill(mute, filling), "the accept queue of this kernel cannot be filled");
                Measurement measured =
                        bench.tcp("www.example:" + mute.getLocalPort(), "{'timeout': 0.5, 'ip_version': 4}");

                assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.FAILED);
                assertThat(measured.details().getInteger("return_code")).isEqualTo(111);
                assertThat(tried(measured)).containsExactly("127.0.0.1 111", "127.0.0.2 110");
            } finally {
                for (Socket socket : filling) {
                    socket.close();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:1, ::1", "[::1]:1, 127.0.0.1"})
    void aSourceOfAnotherFamilyIsAnErrorThatNamesTheOption(String target, String source) throws Exception {
        for (Measurement measured : List.of(
                bench.tcp(target, "{'source_ip': '" + source + "'}"),
                bench.http("http://" + target, "{'source_ip': '" + source + "'}"))) {
            assertThat(measured.outcome()).isEqualTo(Outcome.ERROR);
            assertThat(measured.message()).contains("source_ip: " + source + " cannot reach ");
        }
    }

    private static List<String> tried(Measurement measured) {
        return measured.details().getJsonArray("addresses_tried").stream()
                .map(JsonObject.class::cast)
                .map(one -> one.getString("address") + " " + one.getInteger("return_code"))
                .toList();
    }

    private static RawServer onIpv6() throws IOException {
        try {
            return RawServer.startOn("::1", RawServer::hang);
        } catch (IOException none) {
            return Assumptions.abort("no ::1 on this host: " + none);
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static boolean fill(ServerSocket full, List<Socket> filling) throws IOException {
        for (int index = 0; index < 8; index++) {
            Socket socket = new Socket();
            filling.add(socket);
            try {
                socket.connect((InetSocketAddress) full.getLocalSocketAddress(), 200);
            } catch (SocketTimeoutException isFull) {
                return true;
            }
        }
        return false;
    }
}
