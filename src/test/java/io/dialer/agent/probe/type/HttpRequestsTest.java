package io.dialer.agent.probe.type;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.RawServer;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server gets to see, and the conditions on what it says. */
class HttpRequestsTest {
    private static ProbeBench bench;
    private RawServer server;

    @BeforeAll
    static void open() {
        bench = ProbeBench.ofSystem();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void start() throws Exception {
        server = RawServer.answering(
                "HTTP/1.1 200 OK\r\nContent-Length: 11\r\nX-State: fine\r\nX-State: old\r\n\r\nhello world");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void looksLikeThisByDefault() throws Exception {
        bench.http(server.authority() + "/a?b#c", "{}");

        assertThat(server.requests())
                .containsExactly("GET /a?b HTTP/1.1\r\nhost: " + server.authority()
                        + "\r\nuser-agent: IT-Dialer-Agent/2.0\r\naccept: */*\r\n"
                        + "accept-encoding: gzip, deflate\r\nconnection: close\r\n\r\n");
    }

    /** The answer is there although what is left of the request cannot be sent any more. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void needNotBeReadWhollyByWhoeverRefusesIt(boolean overTls) throws Exception {
        RawServer.Behaviour refusing = connection -> {
            connection.getInputStream().readNBytes(1_000);
            RawServer.send(connection, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno");
        };
        String body = "x".repeat(20_000_000);
        try (RawServer picky = overTls
                ? RawServer.startTls(Certificates.serving(Certificates.valid()), refusing)
                : RawServer.start(refusing)) {
            Measurement measured = bench.http(
                    (overTls ? "https://localhost:" : "http://localhost:") + picky.port(),
                    "{'method': 'POST', 'verify': false, 'valid_status_codes': [413], 'body_matches': '^no$', 'body': '"
                            + body + "'}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(measured.details().getJsonObject("phases").fieldNames()).contains("first_byte");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'method': 'post', 'body': 'ü'}              | POST / HTTP/1.1 | content-length: 2",
                "{'method': 'POST'}                           | POST / HTTP/1.1 | content-length: 0",
                "{'method': 'DELETE'}                         | DELETE / HTTP   | accept: */*",
                "{'user_agent': 'me/1'}                       | GET             | user-agent: me/1",
                "{'headers': {'user-agent': 'mine'}}          | GET             | user-agent: mine",
                "{'headers': {'Host': 'other.example'}}       | GET             | Host: other.example",
                "{'headers': [{'key': 'X', 'value': '1'}]}    | GET             | X: 1",
                "{'headers': {'X': 5}}                        | GET             | X: 5",
                "{'auth': {'username': 'u', 'password': 'p'}} | GET             | Authorization: Basic dTpw",
                "{'auth': {'type': 'bearer', 'token': 'T'}}   | GET             | Authorization: Bearer T",
                "{'auth': {'type': 'bearer', 'token': 'T'}, 'headers': {'authorization': 'own'}} | GET | authorization: own",
            })
    void carriesWhatTheTaskSays(String options, String line, String header) throws Exception {
        bench.http(server.authority(), options);

        assertThat(server.requests().getFirst()).startsWith(line).contains("\r\n" + header + "\r\n");
        assertThat(server.requests()
                        .getFirst()
                        .lines()
                        .map(text -> text.replaceAll(":.*", "").toLowerCase(Locale.ROOT)))
                .doesNotHaveDuplicates();
    }

    @Test
    void takesCredentialsFromTheUrlAndDoesNotShowThem() throws Exception {
        Measurement measured = bench.http("http://u%40x:p+w@" + server.authority() + "/", "{}");

        assertThat(server.requests().getFirst()).contains("\r\nAuthorization: Basic dUB4OnArdw==\r\n");
        assertThat(measured.details().encode() + measured.message()).doesNotContain("p+w");
    }

    @Test
    void goesToAnotherAddressUnderTheSameName() throws Exception {
        Measurement measured =
                bench.http("name.invalid:" + server.port(), "{'resolve_to': '127.0.0.1', 'ip_version': 4}");

        assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
        assertThat(server.requests().getFirst()).contains("host: name.invalid:" + server.port());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'headers': {'A B': '1'}}         | headers: ",
                "{'headers': {'A': '1\\r\\nB: 2'}} | headers: ",
                "{'headers': {'': '1'}}            | headers: ",
                "{'headers': 'A: 1'}               | headers: ",
                "{'user_agent': 'a\\nb'}           | user_agent: ",
                "{'auth': {'type': 'bearer', 'token': 'a\\nb'}} | headers: ",
                "{'auth': {'type': 'ntlm'}}        | type: ",
                "{'method': 'G ET'}                | method: ",
                "{'method': ''}                    | method: ",
                "{'method': 'CONNECT'}             | method: ",
                "{'valid_status_codes': '600-200'} | valid_status_codes: ",
                "{'valid_status_codes': []}        | valid_status_codes: ",
                "{'valid_status_codes': 'ok'}      | valid_status_codes: ",
                "{'body_matches': '('}             | body_matches: ",
                "{'header_matches': {'A': '['}}    | header_matches: ",
                "{'timeout': 0}                    | timeout: ",
                "{'max_redirects': -1}             | max_redirects: ",
                "{'max_redirects': -1, 'follow_redirects': false} | max_redirects: ",
                "{'resolve_to': 'name'}            | resolve_to: ",
                "{'source_ip': '::1', 'ip_version': 4} | source_ip: ",
                "{'proxy': 'https://p:1'}          | proxy: ",
                "{'proxy': 'http://u:s3cr@t p:1'}  | proxy: ",
                "{'proxy': 'http://p:1', 'resolve_to': '127.0.0.1'} | resolve_to: ",
                "{'json': {}}                      | json: ",
                "{'json': [1]}                     | json: ",
                "{'json': [{'operator': 'exists'}]} | json: ",
                "{'json': [{'path': '$[', 'operator': 'exists'}]} | json: ",
                "{'json': [{'path': '$', 'operator': 'like', 'value': 1}]} | json: ",
                "{'json': [{'path': '$', 'operator': 'equals'}]} | json: ",
                "{'json': [{'path': '$', 'operator': 'less_than', 'value': 'x'}]} | json: ",
                "{'json': [{'path': '$', 'operator': 'regex', 'value': '('}]} | json: ",
                "{'json': [{'path': '$', 'op': 'exists'}]} | json: ",
                "{'json': [{'path': '$[?(@.a =~ /x/)]', 'operator': 'exists'}]} | json: ",
                "{'json': [{'path': '$..a..b', 'operator': 'exists'}]} | json: ",
                "{'auth': {'type': 'basic', 'user': 'u'}} | auth.username: ",
                "{'auth': {'type': 'bearer'}}      | auth.token: ",
                "{'auth': {'type': 'digest'}}      | auth.username: ",
                "{'http_version': '3'}             | http_version: ",
                "{'http_version': '2', 'alpn': ['http/1.1']} | alpn: ",
                "{'server_name': 'a..b'}           | server_name: ",
                "{'ca_file': '/nowhere'}           | ca_file: ",
                "{'cert_file': '/nowhere'}         | cert_file: ",
                "{'cert_file': '/nowhere', 'key_file': '/nowhere'} | cert_file: ",
                "{'min_version': '1.4'}            | min_version: ",
            })
    void isNotMadeWithOptionsThatCannotBe(String options, String start) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> bench.http(server.authority(), options))
                .withMessageStartingWith(start);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'body_matches': 'hel+o'}",
                "{'body_matches': ['^hello', 'world$']}",
                "{'body_not_matches': 'error'}",
                "{'header_matches': {'x-state': '^fine$'}}",
                "{'header_matches': [{'key': 'X-State', 'value': 'old'}]}",
                "{'header_not_matches': {'X-State': 'bad', 'Absent': '.*'}}",
                "{'max_body_bytes': 5, 'body_matches': '^hello$'}",
            })
    void holdsConditions(String options) throws Exception {
        Measurement measured = bench.http(server.authority(), options);

        assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'body_matches': ['hello', 'moon']}         | body does not match moon",
                "{'body_not_matches': 'w.rld'}               | body matches w.rld, and must not",
                "{'header_matches': {'X-State': 'bad'}}      | header X-State does not match bad",
                "{'header_matches': {'Absent': '.*'}}        | header Absent does not match .*",
                "{'header_not_matches': {'X-State': '^old'}} | header X-State matches ^old, and must not",
                "{'max_body_bytes': 5, 'body_matches': 'world'} | body does not match world",
            })
    void failsOnABrokenCondition(String options, String words) throws Exception {
        Measurement measured = bench.http(server.authority(), options);

        assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(measured.failedPhase()).isEqualTo(Phase.CHECK);
        assertThat(measured.message()).contains(words);
        assertThat(measured.details().getString("http_error")).contains(words);
        assertThat(measured.details().getInteger("status_code")).isEqualTo(200);
    }

    @Test
    void endsAnExpressionThatWouldTakeForEver() throws Exception {
        try (RawServer many =
                RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 41\r\n\r\n" + "a".repeat(40) + "!")) {
            long before = System.nanoTime();
            Measurement measured = bench.http(many.authority(), "{'body_matches': '^(a|aa)+\\\\1z$'}");

            assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(measured.message()).contains("too many steps");
            assertThat((System.nanoTime() - before) / 1_000_000).isLessThan(2_000);
        }
    }

    /** Also where each expression alone would be allowed to go on. */
    @Test
    void endsTheConditionsAtTheDeadline() throws Exception {
        try (RawServer large =
                RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n" + "a".repeat(9_000_000))) {
            long before = System.nanoTime();
            Measurement measured = bench.http(
                    large.authority(),
                    "{'timeout': 0.5, 'body_not_matches': ['(a?){6}z1', '(a?){6}z2', '(a?){6}z3', '(a?){6}z4']}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.TIMEOUT);
            assertThat(measured.failedPhase()).isEqualTo(Phase.CHECK);
            // Without the deadline each of the four takes seconds; timers count in whole milliseconds.
            assertThat((System.nanoTime() - before) / 1_000_000).isBetween(495L, 2_000L);
            assertThat(measured.nanos() / 1_000_000).isBetween(495L, 2_000L);
        }
    }

    @Test
    void writesAndReadsHeadersInUtf8() throws Exception {
        try (RawServer chinese =
                RawServer.answering("HTTP/1.1 200 OK\r\nX-Name: 中文\r\nX-Old: \u00e9\r\nContent-Length: 0\r\n\r\n"
                        .replace("中文", new String("中文".getBytes(UTF_8), ISO_8859_1))
                        .getBytes(ISO_8859_1))) {
            Measurement measured = bench.http(
                    chinese.authority(),
                    "{'headers': {'X-Name': '拨测'}, 'user_agent': '拨测/1', 'header_matches': {'X-Name': '^中文$', 'X-Old': '^é$'}}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(chinese.requests().getFirst()).contains("X-Name: 拨测\r\n", "user-agent: 拨测/1\r\n");
        }
    }

    @Test
    void readsJsonAfterAByteOrderMark() throws Exception {
        try (RawServer marked =
                RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n\uFEFF{\"a\":1}".getBytes(UTF_8))) {
            Measurement measured = bench.http(marked.authority(), "{'json': [{'path': 'a', 'value': 1}]}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
        }
    }
}
