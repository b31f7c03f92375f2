package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.RawServer;
import io.netty.pkitesting.X509Bundle;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRedirectsTest {
    private static final String END = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

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
    @CsvSource({
        "301, POST, GET", "302, POST, GET", "303, POST, GET", "307, POST, POST", "308, POST, POST",
        "301, PUT, PUT", "303, PUT, GET", "302, HEAD, HEAD", "303, HEAD, HEAD", "302, GET, GET"
    })
    void keepOrChangeTheMethod(int status, String method, String then) throws Exception {
        try (RawServer server = redirecting(status, "to?x=1#y")) {
            Measurement measured =
                    bench.http(server.authority() + "/a/b", "{'method': '" + method + "', 'body': 'text'}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().getLast()).startsWith(then + " /a/to?x=1 HTTP/1.1\r\n");
            assertThat(server.requests().getLast().endsWith("\r\n\r\ntext")).isEqualTo(then.equals(method));
            assertThat(measured.details().getString("final_url"))
                    .isEqualTo("http://" + server.authority() + "/a/to?x=1");
            assertThat(measured.details().getJsonArray("redirects")).hasSize(1);
            assertThat(measured.details()
                            .getJsonArray("redirects")
                            .getJsonObject(0)
                            .getInteger("status_code"))
                    .isEqualTo(status);
        }
    }

    @Test
    void keepCredentialsOnTheHostAndDropThemElsewhere() throws Exception {
        String options = "{'auth': {'username': 'u'}, 'headers': {'Cookie': 'c=1', 'X-Own': '1', 'Host': 'virtual'}}";
        try (RawServer target = RawServer.answering(END);
                RawServer same = redirecting(302, "/again");
                RawServer otherPort = redirecting(302, "http://localhost:" + target.port() + "/");
                RawServer other = redirecting(302, "http://localhost:" + target.port() + "/")) {
            bench.http(same.authority(), options);
            assertThat(same.requests().getLast())
                    .contains("GET /again", "Authorization: ", "Cookie: ", "X-Own: 1", "Host: virtual");

            bench.http("http://localhost:" + otherPort.port(), options);
            assertThat(target.requests().getLast())
                    .as("another port is another server")
                    .contains("X-Own: 1")
                    .doesNotContain("Authorization", "Cookie");

            bench.http(other.authority(), options);
            assertThat(target.requests().getLast())
                    .contains("X-Own: 1", "host: localhost:" + target.port())
                    .doesNotContain("Authorization", "Cookie", "virtual");
        }
    }

    @Test
    void toAnotherHostLeaveTheServersNameBehind() throws Exception {
        X509Bundle odd = Certificates.named("other.test");
        try (RawServer target = RawServer.startTls(Certificates.serving(Certificates.valid()), connection -> {
                    RawServer.readRequest(connection);
                    RawServer.send(connection, END);
                });
                RawServer first = RawServer.startTls(Certificates.serving(odd), connection -> {
                    RawServer.readRequest(connection);
                    RawServer.send(
                            connection,
                            "HTTP/1.1 302 Found\r\nLocation: https://localhost:" + target.port()
                                    + "/\r\nContent-Length: 0\r\n\r\n");
                })) {
            Measurement measured = bench.http(
                    "https://" + first.authority(),
                    "{'server_name': 'other.test', 'ca_file': '" + Certificates.file(Certificates.AUTHORITY) + "'}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
        }
    }

    @Test
    void mayBeWrittenInUtf8() throws Exception {
        String location = new String("/中文".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        try (RawServer server = redirecting(302, location)) {
            bench.http(server.authority(), "{'max_redirects': 1}");

            assertThat(server.requests().getLast()).startsWith("GET /%E4%B8%AD%E6%96%87 HTTP/1.1");
        }
    }

    @Test
    void endInALoop() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")) {
            Measurement measured = bench.http(server.authority(), "{'max_redirects': 3}");

            assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(measured.failedPhase()).isEqualTo(Phase.CHECK);
            assertThat(measured.message()).contains("more than 3 redirects");
            assertThat(server.requests()).hasSize(4);
            assertThat(measured.nanos()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'follow_redirects': false}", "{'max_redirects': 0}"})
    void areNotFollowedWhereTheTaskSaysSo(String options) throws Exception {
        try (RawServer server = redirecting(302, "/to")) {
            Measurement measured = bench.http(server.authority(), options);

            assertThat(measured.outcome()).isEqualTo(Outcome.SUCCESS);
            assertThat(measured.details().getInteger("status_code")).isEqualTo(302);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/", "http://h:99999/", "mailto:me@h"})
    void failWhereTheyPointNowhere(String location) throws Exception {
        try (RawServer server = redirecting(302, location)) {
            Measurement measured = bench.http(server.authority(), "{}");

            assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(measured.message()).contains("redirect cannot be followed", location);
        }
    }

    @Test
    void withoutALocationAreTheAnswer() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(bench.http(server.authority(), "{}").outcome()).isEqualTo(Outcome.SUCCESS);
        }
    }

    @Test
    void failInThePhaseOfTheHopThatFailed() throws Exception {
        try (RawServer server = redirecting(302, "http://127.0.0.1:1/")) {
            Measurement measured = bench.http(server.authority(), "{}");

            assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(measured.failedPhase()).isEqualTo(Phase.CONNECT);
            assertThat(measured.message()).contains("refused");
            assertThat(measured.details().getString("final_url")).isEqualTo("http://127.0.0.1:1/");
        }
    }

    private static RawServer redirecting(int status, String location) throws Exception {
        RawServer[] server = new RawServer[1];
        server[0] = RawServer.start(connection -> {
            boolean first = server[0].requests().isEmpty();
            server[0].record(connection);
            RawServer.send(
                    connection,
                    first
                            ? "HTTP/1.1 " + status + " Moved\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n"
                            : END);
        });
        return server[0];
    }
}
