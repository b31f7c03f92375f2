package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UdpProbeTest {
    private static ProbeBench bench;

    @BeforeAll
    static void open() {
        bench = ProbeBench.ofSystem();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    /** Answers each datagram with the same octets; with none, it is silent. */
    private static final class Server implements AutoCloseable {
        private final DatagramSocket socket;
        private final CompletableFuture<byte[]> heard = new CompletableFuture<>();

        Server(byte[] answer) throws IOException {
            socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
            Thread.ofPlatform().daemon().start(() -> serve(answer));
        }

        private void serve(byte[] answer) {
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            try {
                while (true) {
                    socket.receive(packet);
                    heard.complete(Arrays.copyOf(packet.getData(), packet.getLength()));
                    if (answer.length > 0) {
                        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                    }
                }
            } catch (IOException closed) {
                // The test has ended.
            }
        }

        String authority() {
            return "127.0.0.1:" + socket.getLocalPort();
        }

        byte[] heard() throws InterruptedException, ExecutionException, TimeoutException {
            return heard.get(5, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'send': 'ping', 'expect': '^pong [0-9]+$'}                  | 70696e67 | success |
            {'send_hex': '00:ff 10', 'expect_hex': '6f 6e'}              | 00ff10   | success |
            {'send': '?'}                                                | 3f       | success |
            {'send': '你好'}                                              | e4bda0e5a5bd | success |
            {'send': '?', 'expect': 'gone'}                              | 3f       | failed  | the answer does not hold gone: pong 7
            {'send': '?', 'expect_hex': 'ff'}                            | 3f       | failed  | the answer does not hold ff: 706f6e672037
            {'send': '?', 'expect': 'pong', 'expect_hex': 'ff'}          | 3f       | failed  | does not hold ff""")
    void whatIsSentAndExpected(String options, String sent, String outcome, String message) throws Exception {
        try (Server server = new Server("pong 7".getBytes(StandardCharsets.US_ASCII))) {
            Measurement measured = bench.udp(server.authority(), options);

            assertThat(HexFormat.of().formatHex(server.heard())).isEqualTo(sent);
            assertThat(measured.outcome().wireName()).as(measured.message()).isEqualTo(outcome);
            assertThat(measured.details().getMap())
                    .containsEntry("resolved_ip", "127.0.0.1")
                    .containsEntry("answer", "pong 7")
                    .containsEntry("answer_bytes", 6);
            if (message == null) {
                assertThat(measured.message())
                        .isEqualTo(
                                "UDP exchange with %s succeeded: an answer of 6 bytes".formatted(server.authority()));
            } else {
                assertThat(measured.message()).contains(message);
                assertThat(measured.failedPhase()).isEqualTo(Phase.CHECK);
            }
        }
    }

    @Test
    void phasesAddUpToTheDuration() throws Exception {
        try (Server server = new Server(new byte[] {1})) {
            Measurement measured = bench.udp(server.authority(), "{'send': 'x'}");
            double sum = measured.details().getJsonObject("phases").stream()
                    .mapToDouble(phase -> ((Number) phase.getValue()).doubleValue())
                    .sum();

            assertThat(Math.round(sum * 1e6)).isEqualTo(measured.nanos());
        }
    }

    @Test
    void silenceIsATimeout() throws Exception {
        try (Server server = new Server(new byte[0])) {
            Measurement measured = bench.udp(server.authority(), "{'send': 'x', 'timeout': 0.3}");

            assertThat(measured.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(measured.failedPhase()).isEqualTo(Phase.FIRST_BYTE);
            assertThat(measured.nanos()).isBetween(290_000_000L, 2_000_000_000L);
        }
    }

    @Test
    void aPortWhereNobodyListensFailsAtOnce() throws Exception {
        Measurement measured = bench.udp("127.0.0.1:1", "{'send': 'x'}");

        assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(measured.details().getInteger("return_code")).isEqualTo(111);
        assertThat(measured.message()).isEqualTo("UDP exchange with 127.0.0.1:1 failed: connection refused");
    }

    @Test
    void anAddressThatIsNotOursIsAnError() throws Exception {
        assertThat(bench.udp("127.0.0.1:1", "{'send': 'x', 'source_ip': '198.51.100.9'}")
                        .outcome())
                .isEqualTo(Outcome.ERROR);
    }

    @Test
    void aNameThatDoesNotExistFails() throws Exception {
        assertThat(bench.udp("a..b:1", "{'send': 'x'}").failedPhase()).isEqualTo(Phase.RESOLVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"send_hex", "expect", "expect_hex", "timeout"})
    void isNotMadeWithAnOptionThatCannotBe(String option) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> bench.udp(
                        "127.0.0.1:1",
                        option.equals("send_hex")
                                ? "{'send_hex': '(0'}"
                                : "{'send': 'x', '%s': '(0'}".formatted(option)))
                .withMessageStartingWith(option + ": ");
    }

    @Test
    void isNotMadeWithoutAPortOrWithOtherThanOnePayload() {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> bench.udp("127.0.0.1", "{}"))
                .withMessageStartingWith("target: ");
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> bench.udp("127.0.0.1:1", "{'send': 'a', 'send_hex': '00'}"))
                .withMessageStartingWith("send_hex: ");
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> bench.udp("127.0.0.1:1", "{}"))
                .withMessageStartingWith("send: ");
    }
}
