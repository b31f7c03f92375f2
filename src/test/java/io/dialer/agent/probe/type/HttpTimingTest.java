package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.net.RawServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** When something ends, and which phase has the time. */
class HttpTimingTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";

    private static ProbeBench bench;

    @BeforeAll
    static void open() throws Exception {
        bench = ProbeBench.ofSystem();
        try (RawServer server = RawServer.answering(HEAD + "0123456789")) {
            for (int run = 0; run < 20; run++) {
                bench.http(server.authority(), "{'body_matches': '0'}");
            }
        }
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    static Stream<Arguments> silences() {
        return Stream.of(
                Arguments.of("first_byte", (RawServer.Behaviour) RawServer::hang),
                Arguments.of("transfer", saying("HTTP/1.1 200 OK\r\nContent-")),
                Arguments.of("transfer", saying(HEAD + "01234")),
                Arguments.of("transfer", saying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n")),
                Arguments.of("transfer", saying("HTTP/1.1 103 Wait\r\n\r\n")),
                Arguments.of("transfer", saying("garbage without an end")));
    }

    private static RawServer.Behaviour saying(String text) {
        return connection -> {
            RawServer.readRequest(connection);
            RawServer.send(connection, text);
            RawServer.hang(connection);
        };
    }

    @ParameterizedTest
    @MethodSource("silences")
    void aServerThatFallsSilentIsATimeoutInItsPhase(String phase, RawServer.Behaviour silence) throws Exception {
        try (RawServer server = RawServer.start(silence)) {
            Measurement measured = bench.http(server.authority(), "{'timeout': 0.3}");

            assertThat(measured.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(String.valueOf(measured.failedPhase())).isEqualToIgnoringCase(phase);
            assertThat(measured.nanos() / 1_000_000).isBetween(295L, 3_000L);
            assertAddsUp(measured);
        }
    }

    static Stream<Arguments> resets() {
        return Stream.of(
                Arguments.of("first_byte", (RawServer.Behaviour) connection -> {
                    RawServer.readRequest(connection);
                    RawServer.reset(connection);
                }),
                Arguments.of("transfer", (RawServer.Behaviour) connection -> {
                    RawServer.readRequest(connection);
                    RawServer.send(connection, HEAD + "01234");
                    LockSupport.parkNanos(50_000_000);
                    RawServer.reset(connection);
                }));
    }

    @ParameterizedTest
    @MethodSource("resets")
    void aResetFailsInItsPhase(String phase, RawServer.Behaviour reset) throws Exception {
        try (RawServer server = RawServer.start(reset)) {
            Measurement measured = bench.http(server.authority(), "{}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.FAILED);
            assertThat(measured.message()).contains("connection reset");
            assertThat(String.valueOf(measured.failedPhase())).isEqualToIgnoringCase(phase);
            assertAddsUp(measured);
        }
    }

    @Test
    void aResetBeforeTheRequestIsAFailureAsWell() throws Exception {
        try (RawServer server = RawServer.start(RawServer::reset)) {
            Measurement measured = bench.http(server.authority(), "{}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.FAILED);
            assertThat(measured.failedPhase()).isIn(Phase.CONNECT, Phase.REQUEST, Phase.FIRST_BYTE);
            assertThat(measured.message()).doesNotContain("Exception");
        }
    }

    @Test
    void aClosedPortIsRefused() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0)) {
            port = gone.getLocalPort();
        }
        Measurement measured = bench.http("127.0.0.1:" + port, "{}");

        assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(measured.failedPhase()).isEqualTo(Phase.CONNECT);
        assertThat(measured.message()).isEqualTo("HTTP request failed: connection refused");
        assertThat(measured.details().getString("tcp_error")).isEqualTo("connection refused");
        assertAddsUp(measured);
    }

    @Test
    void anEndlessBodyEndsAtTheCap() throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            RawServer.readRequest(connection);
            RawServer.send(connection, "HTTP/1.1 200 OK\r\n\r\n");
            endless(connection);
        })) {
            Measurement measured = bench.http(server.authority(), "{'max_body_bytes': 100000, 'body_matches': 'xxx'}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(measured.details().getBoolean("body_truncated")).isTrue();
            assertThat(measured.details().getLong("body_bytes")).isEqualTo(100_000);
            assertThat(measured.nanos()).isLessThan(2_000_000_000L);
        }
    }

    private static void endless(Socket connection) throws IOException {
        byte[] block = "x".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        while (true) {
            connection.getOutputStream().write(block);
        }
    }

    @Test
    void aServerThatThinksShowsItInTheFirstByteOnly() throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            RawServer.readRequest(connection);
            LockSupport.parkNanos(100_000_000);
            RawServer.send(connection, HEAD + "0123456789");
        })) {
            // One clean run of three: the machine is shared, and a hiccup of it is no fault of the probe.
            List<JsonObject> runs = new ArrayList<>();
            for (int run = 0; run < 3; run++) {
                Measurement measured = bench.http(server.authority(), "{}");
                assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
                assertAddsUp(measured);
                JsonObject phases = measured.details().getJsonObject("phases");
                assertThat(phases.fieldNames())
                        .containsExactly("resolve", "connect", "request", "first_byte", "transfer", "check");
                // Sending may end for us a little after it ended for the server, where the machine is busy.
                assertThat(phases.getDouble("request") + phases.getDouble("first_byte"))
                        .isGreaterThanOrEqualTo(99);
                runs.add(phases);
            }
            assertThat(runs).anySatisfy(phases -> {
                assertThat(phases.getDouble("first_byte")).isBetween(99.0, 130.0);
                double elsewhere = phases.stream()
                        .filter(phase -> !phase.getKey().equals("first_byte"))
                        .mapToDouble(phase -> ((Number) phase.getValue()).doubleValue())
                        .sum();
                assertThat(elsewhere).isLessThan(20);
            });
        }
    }

    @Test
    void timedOutProbesLeaveNothingOpen() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        try (RawServer server = RawServer.start(RawServer::hang);
                ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Measurement>> runs = new ArrayList<>();
            for (int index = 0; index < 200; index++) {
                Probe probe = bench.probe(new HttpProbeFactory(), server.authority(), "{'timeout': 0.2}");
                // Some are cut off while they still connect.
                Deadline deadline = Deadline.in(Duration.ofMillis(index));
                runs.add(workers.submit(() -> probe.run(deadline)));
            }
            for (Future<Measurement> run : runs) {
                assertThat(run.get().outcome()).isEqualTo(Outcome.TIMEOUT);
            }
            Awaitility.await()
                    .untilAsserted(() -> assertThat(connectionsTo(server.port()))
                            .as("of %d descriptors", descriptorCount(descriptors))
                            .isZero());
        }
    }

    /** Established connections of this host with that remote port (state 01 of {@code /proc/net/tcp}). */
    private static long connectionsTo(int port) throws IOException {
        String remote = ":%04X 01 ".formatted(port);
        long count = 0;
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of(table))) {
                count += lines.filter(line -> line.contains(remote)).count();
            }
        }
        return count;
    }

    private static long descriptorCount(Path descriptors) throws IOException {
        try (Stream<Path> open = Files.list(descriptors)) {
            return open.count();
        }
    }

    private static void assertAddsUp(Measurement measured) {
        double sum = measured.details().getJsonObject("phases").stream()
                .mapToDouble(phase -> ((Number) phase.getValue()).doubleValue())
                .sum();
        assertThat(Math.round(sum * 1e6)).isEqualTo(measured.nanos());
    }
}
