package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.RawServer;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code starttls} of {@code tcp}, with servers that lead the dialog as the protocols want it. */
class StartTlsTest {
    /** What a server says and what it must hear, in turn; {@code hex:} for what is no text. */
    record Script(String protocol, List<String> lines) {}

    private static final String LDAP_REQUEST = "hex:301d02010177188016312e332e362e312e342e312e313436362e3230303337";
    private static final String POSTGRES_REQUEST = "hex:0000000804d2162f";

    private static final List<Script> SCRIPTS = List.of(
            new Script(
                    "smtp",
                    List.of(
                            "220-mail.example\r\n220 ready\r\n",
                            "EHLO [127.0.0.1]\r\n",
                            "250-mail.example\r\n250-STARTTLS\r\n250 SIZE\r\n",
                            "STARTTLS\r\n",
                            "220 go ahead\r\n")),
            new Script(
                    "imap",
                    List.of(
                            "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n",
                            "a1 STARTTLS\r\n",
                            "* CAPABILITY IMAP4rev1\r\na1 OK begin\r\n")),
            new Script("pop3", List.of("+OK ready\r\n", "STLS\r\n", "+OK begin\r\n")),
            new Script(
                    "ftp", List.of("220-Welcome\r\n 220 not yet\r\n220 ready\r\n", "AUTH TLS\r\n", "234 proceed\r\n")),
            new Script("ldap", List.of("", LDAP_REQUEST, "hex:300c02010178070a010004000400")),
            new Script("postgres", List.of("", POSTGRES_REQUEST, "S")));

    private static ProbeBench bench;
    private static String authority;
    private static SSLContext tls;

    @BeforeAll
    static void open() throws Exception {
        bench = ProbeBench.ofSystem();
        authority = Certificates.file(Certificates.AUTHORITY);
        tls = Certificates.serving(Certificates.valid());
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    static Stream<Script> scripts() {
        return SCRIPTS.stream();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void theDialogLeadsToAHandshakeThatIsJudged(Script script) throws Exception {
        CompletableFuture<Socket> upgraded = new CompletableFuture<>();
        try (RawServer server = RawServer.start(connection -> {
            play(connection, script.lines());
            upgraded.complete(upgrade(connection));
            RawServer.hang(connection);
        })) {
            Measurement measured = bench.tcp("localhost:" + server.port(), options(script.protocol(), 5));

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(upgraded.get(5, TimeUnit.SECONDS)).isInstanceOf(SSLSocket.class);
            assertThat(measured.details().getString("starttls")).isEqualTo(script.protocol());
            assertThat(measured.details().getJsonObject("certificate").getBoolean("valid"))
                    .isTrue();
            JsonObject phases = measured.details().getJsonObject("phases");
            assertThat(phases.fieldNames()).contains("resolve", "connect", "tls", "request");
            double sum = phases.stream()
                    .mapToDouble(phase -> ((Number) phase.getValue()).doubleValue())
                    .sum();
            assertThat(Math.round(sum * 1e6)).isEqualTo(measured.nanos());
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aBadCertificateFailsAsEver(Script script) throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            play(connection, script.lines());
            upgrade(connection);
        })) {
            Measurement measured = bench.tcp(
                    "localhost:" + server.port(),
                    new JsonObject().put("starttls", script.protocol()).encode());

            assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(measured.failedPhase()).isEqualTo(Phase.TLS);
            assertThat(measured.details().getJsonObject("tls").getString("reason"))
                    .isEqualTo("unknown_issuer");
        }
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("smtp", "554 go away\r\n", "greeting: 554 go away"),
                Arguments.of(
                        "smtp", "220 hi\r\n|EHLO [127.0.0.1]\r\n|250 hi\r\n|STARTTLS\r\n|454 no TLS\r\n", "454 no TLS"),
                Arguments.of("imap", "* BYE busy\r\n", "greeting: * BYE busy"),
                Arguments.of("imap", "* OK hi\r\n|a1 STARTTLS\r\n|a1 BAD what\r\n", "STARTTLS: a1 BAD what"),
                Arguments.of("pop3", "+OK\r\n|STLS\r\n|-ERR no\r\n", "STLS: -ERR no"),
                Arguments.of("ftp", "220 hi\r\n|AUTH TLS\r\n|502 what\r\n", "AUTH TLS: 502 what"),
                Arguments.of(
                        "ldap",
                        "|" + LDAP_REQUEST + "|hex:301002010178" + "0b0a01020400" + "04046e6f7065",
                        "resultCode 2 nope"),
                Arguments.of("postgres", "|" + POSTGRES_REQUEST + "|N", "SSLRequest: N"),
                Arguments.of("smtp", "SSH-2.0-OpenSSH_9\r\n", "greeting: SSH-2.0-OpenSSH_9"),
                Arguments.of("imap", "HTTP/1.1 400 Bad Request\r\n", "HTTP/1.1 400"),
                Arguments.of("ftp", "\u0001\u0002\n", "greeting"),
                Arguments.of("ldap", "|" + LDAP_REQUEST + "|HTTP/1.1 400 Bad\r\n", "StartTLS"),
                Arguments.of("ldap", "|" + LDAP_REQUEST + "|hex:30840fffffff", "StartTLS"),
                Arguments.of("ldap", "|" + LDAP_REQUEST + "|hex:3003020101", "StartTLS"),
                Arguments.of("postgres", "|" + POSTGRES_REQUEST + "|EFATAL: busy", "EFATAL"),
                Arguments.of("pop3", "+OK\r\n|STLS\r\n|+OK\r\ninjected\r\n", "before the TLS handshake"),
                Arguments.of("postgres", "|" + POSTGRES_REQUEST + "|Sinjected", "before the TLS handshake"),
                Arguments.of("smtp", "x".repeat(70_000), "a line of more than 65536 bytes"),
                Arguments.of(
                        "imap", "* OK\r\n|a1 STARTTLS\r\n|" + "* x\r\n".repeat(300_000), "more than 1048576 bytes"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("refusals")
    void aRefusalFailsWithWhatTheServerSaid(String protocol, String script, String words) throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            play(connection, List.of(script.split("\\|")));
            RawServer.hang(connection);
        })) {
            Measurement measured = bench.tcp("localhost:" + server.port(), options(protocol, 5));

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.FAILED);
            assertThat(measured.failedPhase()).isEqualTo(Phase.REQUEST);
            assertThat(measured.message()).contains(words).hasSizeLessThan(400);
            assertThat(measured.details().getBoolean("connected")).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aStallAtAnyStepEndsAtTheDeadline(Script script) throws Exception {
        for (int length = 0; length < script.lines().size(); length += 2) {
            List<String> beginning = script.lines().subList(0, length);
            try (RawServer server = RawServer.start(connection -> {
                play(connection, beginning);
                RawServer.hang(connection);
            })) {
                Measurement measured = bench.tcp("localhost:" + server.port(), options(script.protocol(), 0.3));

                assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.TIMEOUT);
                assertThat(measured.failedPhase()).isEqualTo(Phase.REQUEST);
                assertThat(measured.message()).contains("no answer in time");
                assertThat(measured.nanos() / 1_000_000).isBetween(295L, 4_000L);
            }
        }
    }

    @Test
    void aStallInTheHandshakeIsItsOwnPhase() throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            play(connection, SCRIPTS.getLast().lines());
            RawServer.hang(connection);
        })) {
            Measurement measured = bench.tcp("localhost:" + server.port(), options("postgres", 0.3));

            assertThat(measured.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(measured.failedPhase()).isEqualTo(Phase.TLS);
        }
    }

    @ParameterizedTest
    @CsvSource({"smtp, greeting", "ldap, StartTLS", "postgres, SSLRequest"})
    void aServerThatClosesFails(String protocol, String words) throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            if (!protocol.equals("smtp")) {
                connection.getInputStream().readNBytes(8);
            }
            connection.shutdownOutput();
            RawServer.hang(connection);
        })) {
            Measurement measured = bench.tcp("localhost:" + server.port(), options(protocol, 5));

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.FAILED);
            assertThat(measured.failedPhase()).isEqualTo(Phase.REQUEST);
            assertThat(measured.message()).contains("closed the connection", words);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'starttls': 'gopher'}",
                "{'starttls': 'smtp', 'tls': true}",
                "{'starttls': 'smtp', 'query_response': [{'starttls': true}]}",
                "{'query_response': [{'starttls': true}, {'starttls': true}]}"
            })
    void tlsBeginsOnce(String options) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> bench.tcp("127.0.0.1", options))
                .withMessageStartingWith("starttls: ");
    }

    private static String options(String protocol, double timeout) {
        return new JsonObject()
                .put("starttls", protocol)
                .put("ca_file", authority)
                .put("timeout", timeout)
                .encode();
    }

    /** Says the even ones, hears the odd ones. */
    private static void play(Socket connection, List<String> lines) throws Exception {
        InputStream in = connection.getInputStream();
        for (int index = 0; index < lines.size(); index++) {
            byte[] octets = lines.get(index).startsWith("hex:")
                    ? HexFormat.of().parseHex(lines.get(index).substring(4))
                    : lines.get(index).getBytes(StandardCharsets.ISO_8859_1);
            if (index % 2 == 0) {
                connection.getOutputStream().write(octets);
            } else if (!Arrays.equals(in.readNBytes(octets.length), octets)) {
                throw new IllegalStateException("heard something else than " + lines.get(index));
            }
        }
    }

    private static Socket upgrade(Socket connection) throws Exception {
        SSLSocket upgraded = (SSLSocket) tls.getSocketFactory().createSocket(connection, null, false);
        upgraded.setUseClientMode(false);
        upgraded.startHandshake();
        return upgraded;
    }
}
