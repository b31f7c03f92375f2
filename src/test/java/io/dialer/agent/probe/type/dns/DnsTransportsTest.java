package io.dialer.agent.probe.type.dns;

import static io.dialer.agent.probe.type.dns.DnsBench.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.RawServer;
import io.dialer.agent.probe.net.Resolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** All ways to a name server, and servers that are silent, gone, or say something else. */
class DnsTransportsTest {
    private static final ScriptedDnsServer.Script ADDRESS =
            ScriptedDnsServer.holding(entry("a.example.", "A", "192.0.2.1"));
    private static DnsBench bench;

    @BeforeAll
    static void open() {
        bench = new DnsBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void plainTransportsBringAnAnswerWithItsPhases(String transport) throws Exception {
        try (ScriptedDnsServer server = ScriptedDnsServer.start(ADDRESS)) {
            Measurement measured =
                    bench.at(server, "a.example", "'transport': '%s', 'expected': '192.0.2.1'".formatted(transport));

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(server.queries()).containsExactly(transport);
            assertThat(measured.details().getString("resolved_ip")).isEqualTo("127.0.0.1");
            double sum = measured.details().getJsonObject("phases").stream()
                    .mapToDouble(phase -> ((Number) phase.getValue()).doubleValue())
                    .sum();
            assertThat(Math.round(sum * 1e6)).isEqualTo(measured.nanos());
            assertThat(measured.details().getJsonObject("phases").fieldNames())
                    .contains("connect", "request", "first_byte");
        }
    }

    @Test
    void tlsIsJudgedAndShown() throws Exception {
        try (ScriptedDnsServer server =
                ScriptedDnsServer.startTls(Certificates.serving(Certificates.valid()), ADDRESS)) {
            String trusted = "'transport': 'tls', 'expected': '192.0.2.1', 'ca_file': '%s'"
                    .formatted(Certificates.file(Certificates.AUTHORITY));
            Measurement good = bench.at(server, "a.example", trusted);
            Measurement untrusted = bench.at(server, "a.example", "'transport': 'tls'");

            assertThat(good.outcome()).as(good.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(good.details().getJsonObject("certificate").getBoolean("valid"))
                    .isTrue();
            assertThat(untrusted.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(untrusted.failedPhase()).isEqualTo(Phase.TLS);
        }
    }

    @Test
    void httpsIsARequestWithTheQuestionAsItsBody() throws Exception {
        try (RawServer server = https(ADDRESS, "200 OK", "application/dns-message")) {
            String trusted = "{'server': 'https://%s/dns-query', 'transport': 'https', 'ca_file': '%s'}"
                    .formatted(server.authority(), Certificates.file(Certificates.AUTHORITY));
            Measurement measured = bench.dns("a.example", trusted);

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(measured.details().getInteger("status_code")).isEqualTo(200);
            assertThat(measured.details().getInteger("answer_count")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "503 Out, application/dns-message, DNS over HTTPS answered with status code 503",
        "200 OK, text/html, expected: application/dns-message"
    })
    void whatIsNoAnswerOverHttpsFails(String status, String type, String message) throws Exception {
        try (RawServer server = https(ADDRESS, status, type)) {
            Measurement measured = bench.dns(
                    "a.example",
                    "{'server': '%s', 'transport': 'https', 'verify': false}".formatted(server.authority()));

            assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(measured.failedPhase()).isEqualTo(Phase.CHECK);
            assertThat(measured.message()).contains(message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void aSilentServerIsATimeout(String transport) throws Exception {
        try (ScriptedDnsServer server = ScriptedDnsServer.start((query, byStream) -> List.of())) {
            Measurement measured =
                    bench.at(server, "a.example", "'timeout': 0.3, 'transport': '%s'".formatted(transport));

            assertThat(measured.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(measured.failedPhase()).isEqualTo(Phase.FIRST_BYTE);
            assertThat(measured.nanos()).isBetween(290_000_000L, 2_000_000_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp", "tls", "https"})
    void aClosedPortFails(String transport) throws Exception {
        Measurement measured =
                bench.dns("a.example", "{'server': '127.0.0.1', 'port': 1, 'transport': '%s'}".formatted(transport));

        assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.FAILED);
        assertThat(measured.message()).endsWith("connection refused");
    }

    @Test
    void whatIsNotTheAnswerIsPassedOver() throws Exception {
        try (ScriptedDnsServer server = ScriptedDnsServer.start((query, byStream) -> {
            Message other = ScriptedDnsServer.answerTo(query);
            other.getHeader().setID(query.getHeader().getID() ^ 1);
            Message aboutOther = new Message(query.getHeader().getID());
            aboutOther.getHeader().setFlag(Flags.QR);
            aboutOther.addRecord(entry("b.example.", "A", "6.6.6.6"), Section.QUESTION);
            Message right = ScriptedDnsServer.answerTo(query);
            right.addRecord(entry("a.example.", "A", "192.0.2.1"), Section.ANSWER);
            return List.of(new byte[] {1, 2, 3}, query.toWire(), other.toWire(), aboutOther.toWire(), right.toWire());
        })) {
            Measurement measured = bench.at(server, "a.example", "'expected': '192.0.2.1'");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(measured.details().getInteger("passed_over")).isEqualTo(4);
        }
    }

    @Test
    void nothingButOtherAnswersIsATimeoutThatSaysSo() throws Exception {
        try (ScriptedDnsServer server =
                ScriptedDnsServer.start((query, byStream) -> List.of(new byte[] {9}, new byte[20]))) {
            Measurement measured = bench.at(server, "a.example", "'timeout': 0.3");

            assertThat(measured.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(measured.message()).contains("2 datagrams that came were no answer to this question");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void anAnswerThatIsCutOffInARecordFails(String transport) throws Exception {
        try (ScriptedDnsServer server = ScriptedDnsServer.start((query, byStream) -> {
            byte[] whole = ADDRESS.answers(query, byStream).getFirst();
            return List.of(Arrays.copyOf(whole, whole.length - 3));
        })) {
            Measurement measured = bench.at(server, "a.example", "'transport': '%s'".formatted(transport));

            assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(measured.failedPhase()).isEqualTo(Phase.CHECK);
            assertThat(measured.message()).contains("the answer is not DNS: ");
        }
    }

    @Test
    void aServerThatClosesWithoutAnAnswerFails() throws Exception {
        try (RawServer server =
                RawServer.start(connection -> connection.getInputStream().readNBytes(20))) {
            Measurement measured =
                    bench.dns("a.example", "{'server': '%s', 'transport': 'tcp'}".formatted(server.authority()));

            assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(measured.message()).contains("the server closed the connection");
        }
    }

    @Test
    void withoutAServerTheSystemsFirstIsAsked() throws Exception {
        try (ScriptedDnsServer server = ScriptedDnsServer.start(ADDRESS);
                DnsBench ofItsOwn = new DnsBench(Resolver.asking(
                        List.of(address(server), new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1)),
                        Duration.ofSeconds(1)))) {
            Measurement measured = ofItsOwn.dns("a.example", "{}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(measured.details().getString("server")).isEqualTo(server.authority());
        }
    }

    @Test
    void aServersNameIsResolvedFirst() throws Exception {
        try (ScriptedDnsServer server = ScriptedDnsServer.start(ADDRESS)) {
            Measurement found = bench.dns(
                    "a.example", "{'server': '%s'}".formatted(server.authority().replace("127.0.0.1", "localhost")));
            Measurement unknown = bench.dns("a.example", "{'server': 'a..b'}");

            assertThat(found.outcome()).as(found.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(unknown.failedPhase()).isEqualTo(Phase.RESOLVE);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.example | {'type': 'NOPE'}                                                  | type
            a.example | {'type': 'AXFR'}                                                  | type
            a.example | {'class': 'XX'}                                                   | class
            a.example | {'transport': 'quic'}                                             | transport
            a.example | {'server': 'a b'}                                                 | server
            a.example | {'server': '127.0.0.1:53', 'port': 54}                            | port
            a.example | {'server': 'http://127.0.0.1/x', 'transport': 'https'}            | server
            a.example | {'server': 'https://127.0.0.1/x', 'transport': 'https', 'port': 1} | port
            a.example | {'valid_rcodes': ['NOPE']}                                        | valid_rcodes
            a.example | {'answer_matches': '('}                                           | answer_matches
            a.example | {'additional_all_match': '('}                                 | additional_all_match
            a.example | {'source_ip': '::1', 'ip_version': 4}                             | source_ip
            a b       | {}                                                                | target
            ''        | {}                                                                | target""")
    void isNotMadeWithAnOptionThatCannotBe(String name, String options, String option) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> bench.dns(name, options))
                .withMessageStartingWith(option + ": ");
    }

    private static InetSocketAddress address(ScriptedDnsServer server) {
        return new InetSocketAddress(
                InetAddress.ofLiteral("127.0.0.1"),
                Integer.parseInt(server.authority().substring("127.0.0.1:".length())));
    }

    private static RawServer https(ScriptedDnsServer.Script script, String status, String type) throws Exception {
        return RawServer.startTls(Certificates.serving(Certificates.valid()), connection -> {
            String request = RawServer.readRequest(connection);
            // All octets of this question are ASCII.
            String body = request.substring(request.indexOf("\r\n\r\n") + 4);
            byte[] answer = script.answers(new Message(body.getBytes(StandardCharsets.US_ASCII)), true)
                    .getFirst();
            connection.getOutputStream().write("""
                    HTTP/1.1 %s\r
                    Content-Type: %s\r
                    Content-Length: %d\r
                    \r
                    """.formatted(status, type, answer.length)
                    .getBytes(StandardCharsets.US_ASCII));
            connection.getOutputStream().write(answer);
            connection.getOutputStream().flush();
        });
    }
}
