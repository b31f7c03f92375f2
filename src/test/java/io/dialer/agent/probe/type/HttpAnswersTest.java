package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.net.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers answer, byte by byte, and what comes of it. */
class HttpAnswersTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n";
    private static final String HELLO = OK + "\r\nhello";

    private static ProbeBench bench;

    @BeforeAll
    static void open() {
        bench = ProbeBench.ofSystem();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                well("200", HELLO, "{}", 200, 5),
                well("no reason phrase", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "{}", 200, 0),
                well("204 has no body", "HTTP/1.1 204 No Content\r\n\r\n", "{}", 204, 0),
                well("304 has no body", "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n", "{}", 304, 0),
                well("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", "{'method': 'HEAD'}", 200, 0),
                well("HEAD without length", "HTTP/1.1 200 OK\r\n\r\n", "{'method': 'head'}", 200, 0),
                well("HEAD gzip", OK + "Content-Encoding: gzip\r\n\r\n", "{'method': 'HEAD'}", 200, 0),
                well("chunked", chunked("5\r\nhello\r\n3\r\n!!!\r\n0\r\n\r\n"), "{}", 200, 8),
                well("chunked with trailer", chunked("5;x\r\nhello\r\n0\r\nA: b\r\n\r\n"), "{}", 200, 5),
                well("until the end", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello", "{}", 200, 5),
                well("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nhello", "{}", 200, 5),
                well("100 first", "HTTP/1.1 100 Continue\r\n\r\n" + HELLO, "{}", 200, 5),
                well("103 and 102 first", interim(103) + interim(102) + HELLO, "{}", 200, 5),
                well("103 and HEAD", interim(103) + OK + "\r\n", "{'method': 'HEAD'}", 200, 0),
                well("103 and 204", interim(103) + "HTTP/1.1 204 None\r\n\r\n", "{}", 204, 0),
                well("3xx without location", "HTTP/1.1 300 Many\r\nContent-Length: 0\r\n\r\n", "{}", 300, 0),
                well("bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", "{}", 200, 5),
                well("more than announced", HELLO + "and more", "{}", 200, 5),
                well("single code", status(418), "{'valid_status_codes': 418}", 418, 0),
                well("class", status(299), "{'valid_status_codes': '2xx'}", 299, 0),
                well("list", status(503), "{'valid_status_codes': ['200', '500-599']}", 503, 0),
                broken("400", status(400), "{}", "check", "status code 400 is not among 200-399"),
                broken("500", status(500), "{}", "check", "status code 500 is not among 200-399"),
                broken("outside class", status(301), "{'valid_status_codes': ['2xx']}", "check", "301"),
                broken("too short", OK + "\r\nhel", "{}", "transfer", "in the middle of the answer"),
                broken("cut chunk", chunked("5\r\nhel"), "{}", "transfer", "in the middle of the answer"),
                broken("no last chunk", chunked("5\r\nhello\r\n"), "{}", "transfer", "in the middle"),
                broken("bad chunk size", chunked("zz\r\nhello\r\n0\r\n\r\n"), "{}", "transfer", "not HTTP"),
                broken("head only half", "HTTP/1.1 200 OK\r\nContent-Le", "{}", "transfer", "in the middle"),
                broken("garbage", "SSH-2.0-OpenSSH_9.9\r\n\r\n", "{}", "transfer", "answer is not HTTP"),
                broken("binary", "\0\1\2\3abc\r\n\r\n\r\n", "{}", "transfer", "answer is not HTTP"),
                broken("bad length", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "{}", "transfer", "not HTTP"),
                broken("nothing", "", "{}", "first_byte", "connection closed without an answer"),
                broken("endless status line", "HTTP/1.1 200 " + "x".repeat(20_000), "{}", "transfer", "not HTTP"),
                broken("header flood", OK + "X: y\r\n".repeat(100_000) + "\r\n", "{}", "transfer", "not HTTP"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void areReadAsTheyAre(
            String name,
            String answer,
            String options,
            String outcome,
            String phase,
            int status,
            long bytes,
            String words)
            throws Exception {
        try (RawServer server = RawServer.answering(answer)) {
            Measurement measured = bench.http(server.authority(), options);

            assertThat(measured.outcome().wireName()).as(measured.message()).isEqualTo(outcome);
            assertThat(measured.message()).contains(words);
            assertThat(String.valueOf(measured.failedPhase())).isEqualToIgnoringCase(phase);
            if (status != 0) {
                assertThat(measured.details().getInteger("status_code")).isEqualTo(status);
                assertThat(measured.details().getLong("body_bytes")).isEqualTo(bytes);
            }
        }
    }

    @Test
    void keepTheirHeadersAndProtocol() throws Exception {
        try (RawServer server =
                RawServer.answering("HTTP/1.0 200 OK\r\nX-A: 1\r\nContent-Length: 0\r\nx-a: 2\r\nB: ü\r\n\r\n")) {
            Measurement measured = bench.http(server.authority(), "{}");

            assertThat(measured.details().getString("protocol")).isEqualTo("HTTP/1.0");
            assertThat(measured.details().getJsonObject("response_headers").getMap())
                    .containsEntry("X-A", "1, 2")
                    .containsEntry("Content-Length", "0");
        }
    }

    static Stream<Arguments> compressed() throws IOException {
        return Stream.of(
                Arguments.of("gzip", gzip("hello".getBytes(StandardCharsets.US_ASCII))),
                Arguments.of("x-gzip", gzip("hello".getBytes(StandardCharsets.US_ASCII))),
                Arguments.of("deflate", deflate(false)),
                Arguments.of("deflate", deflate(true)));
    }

    @Test
    void areDecodedAsOftenAsTheyWereEncoded() throws Exception {
        byte[] body = gzip(gzip("hello".getBytes(StandardCharsets.US_ASCII)));
        try (RawServer server = RawServer.answering(withBody("Content-Encoding: gzip, gzip\r\n", body));
                RawServer cut = RawServer.answering(
                        withBody("Content-Encoding: gzip, gzip\r\n", Arrays.copyOf(body, body.length - 4)))) {
            Measurement decoded = bench.http(server.authority(), "{'body_matches': '^hello$'}");
            Measurement broken = bench.http(cut.authority(), "{}");

            assertThat(decoded.outcome().wireName()).as(decoded.message()).isEqualTo("success");
            assertThat(broken.message()).contains("cut off");
        }
    }

    /** A quarter of a gibibyte in a few hundred bytes; what is read ends at the cap, and so must the work for it. */
    @Test
    void areUnpackedNoFurtherThanTheyAreReadAlsoWhereTheyWerePackedTwice() throws Exception {
        byte[] body = gzip(gzip(new byte[1 << 28]));
        try (RawServer server = RawServer.answering(withBody("Content-Encoding: gzip, gzip\r\n", body));
                RawServer thrice = RawServer.answering(withBody("Content-Encoding: gzip, gzip, gzip\r\n", body))) {
            Measurement measured = bench.http(server.authority(), "{'max_body_bytes': 1000}");
            Measurement left = bench.http(thrice.authority(), "{}");

            assertThat(measured.outcome().wireName()).as(measured.message()).isEqualTo("success");
            assertThat(measured.details().getLong("body_bytes")).isEqualTo(1_000);
            assertThat(left.details().getLong("body_bytes")).isEqualTo(body.length);
        }
    }

    @ParameterizedTest
    @MethodSource("compressed")
    void areDecodedUnlessThatIsSwitchedOff(String coding, byte[] body) throws Exception {
        try (RawServer server = RawServer.answering(withBody("Content-Encoding: " + coding + "\r\n", body))) {
            Measurement decoded = bench.http(server.authority(), "{'body_matches': '^hello$'}");
            Measurement raw = bench.http(server.authority(), "{'compression': false}");

            assertThat(decoded.outcome().wireName()).as(decoded.message()).isEqualTo("success");
            assertThat(decoded.details().getLong("body_bytes")).isEqualTo(5);
            assertThat(decoded.details().getLong("content_length")).isEqualTo(body.length);
            assertThat(decoded.details().getJsonObject("response_headers").getString("Content-Encoding"))
                    .isEqualTo(coding);
            assertThat(raw.details().getLong("body_bytes")).isEqualTo(body.length);
            assertThat(server.requests().getFirst()).containsIgnoringCase("accept-encoding: gzip, deflate");
            assertThat(server.requests().getLast()).doesNotContainIgnoringCase("accept-encoding");
        }
    }

    @Test
    void failWhereTheBodyIsNotWhatItIsSaidToBe() throws Exception {
        try (RawServer server = RawServer.answering(
                withBody("Content-Encoding: gzip\r\n", "not packed at all".getBytes(StandardCharsets.US_ASCII)))) {
            Measurement measured = bench.http(server.authority(), "{}");

            assertThat(measured.outcome().wireName()).isEqualTo("failed");
            assertThat(measured.message()).contains("body cannot be decoded").doesNotContain("io.netty");
        }
    }

    @Test
    void endAtTheCapAlsoWhereASmallBodyUnpacksToALargeOne() throws Exception {
        byte[] bomb = gzip(new byte[50 << 20]);
        try (RawServer server = RawServer.answering(withBody("Content-Encoding: gzip\r\n", bomb))) {
            Measurement measured = bench.http(server.authority(), "{'max_body_bytes': 1000}");

            assertThat(measured.outcome().wireName()).isEqualTo("success");
            assertThat(measured.details().getBoolean("body_truncated")).isTrue();
            assertThat(measured.details().getLong("body_bytes")).isEqualTo(1_000);
        }
    }

    private static Arguments well(String name, String answer, String options, int status, long bytes) {
        return Arguments.of(name, answer, options, "success", "null", status, bytes, "");
    }

    private static Arguments broken(String name, String answer, String options, String phase, String words) {
        return Arguments.of(name, answer, options, "failed", phase, 0, 0L, words);
    }

    private static String chunked(String body) {
        return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
    }

    private static String interim(int code) {
        return "HTTP/1.1 " + code + " Wait\r\nLink: x\r\n\r\n";
    }

    private static String status(int code) {
        return "HTTP/1.1 " + code + " Said\r\nContent-Length: 0\r\n\r\n";
    }

    private static byte[] withBody(String header, byte[] body) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(("HTTP/1.1 200 OK\r\n" + header + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(body);
        return answer.toByteArray();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    private static byte[] deflate(boolean withoutWrapper) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(6, withoutWrapper);
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
            out.write("hello".getBytes(StandardCharsets.US_ASCII));
        }
        deflater.end();
        return packed.toByteArray();
    }
}
