package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.ProxyServer;
import io.dialer.agent.probe.net.RawServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a proxy gets to see. */
class HttpProxyTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

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
    void isAskedForTheWholeUrlAndKeepsItsCredentialsFromTheTarget() throws Exception {
        try (RawServer target = RawServer.answering(ANSWER);
                ProxyServer proxy = new ProxyServer("")) {
            String url = "http://name.invalid:" + target.port() + "/a?b";
            Measurement measured = bench.http(url, "{'proxy': 'http://u:p@" + proxy.authority() + "'}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(proxy.asked().getFirst())
                    .startsWith("GET " + url + " HTTP/1.1\r\nhost: name.invalid:" + target.port() + "\r\n")
                    .contains("proxy-authorization: Basic dTpw\r\n");
            assertThat(measured.details().getString("proxy")).isEqualTo("http://" + proxy.authority());
            assertThat(measured.details().getJsonArray("dns_ips")).containsExactly("127.0.0.1");
            assertThat(measured.details().encode()).doesNotContain("u:p");
        }
    }

    @Test
    void isAskedToConnectForHttpsAndSeesNothingOfWhatFollows() throws Exception {
        try (RawServer target = RawServer.startTls(Certificates.serving(Certificates.valid()), connection -> {
                    assertThat(RawServer.readRequest(connection))
                            .startsWith("GET / HTTP/1.1")
                            .doesNotContainIgnoringCase("proxy-");
                    RawServer.send(connection, ANSWER);
                });
                ProxyServer proxy = new ProxyServer("")) {
            Measurement measured = bench.http(
                    "https://localhost:" + target.port(),
                    "{'proxy': 'http://u:p@%s', 'ca_file': '%s'}"
                            .formatted(proxy.authority(), Certificates.file(Certificates.AUTHORITY)));

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(proxy.asked())
                    .containsExactly(
                            "CONNECT localhost:%1$d HTTP/1.1\r\nhost: localhost:%1$d\r\nuser-agent: IT-Dialer-Agent/2.0\r\nproxy-authorization: Basic dTpw\r\n\r\n"
                                    .formatted(target.port()));
            assertThat(measured.details().getJsonObject("certificate").getString("subject"))
                    .isEqualTo("CN=server");
        }
    }

    @Test
    void isTakenFromTheEnvironmentForEachHopAnew() throws Exception {
        try (RawServer target = RawServer.answering(ANSWER);
                RawServer direct = RawServer.answering("HTTP/1.1 302 Found\r\nLocation: http://far.invalid:"
                        + target.port() + "/\r\nContent-Length: 0\r\n\r\n");
                ProxyServer proxy = new ProxyServer("")) {
            Map<String, String> environment = Map.of("HTTP_PROXY", proxy.authority());
            Measurement measured = bench.http(direct.authority(), "{'proxy_from_environment': true}", environment);
            Measurement without = bench.http(target.authority(), "{}", environment);

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(proxy.asked()).hasSize(1);
            assertThat(without.details().containsKey("proxy")).isFalse();
        }
    }

    @Test
    void thatNeverComesToThePointIsNoProxy() throws Exception {
        try (RawServer proxy = RawServer.start(connection -> {
            RawServer.readRequest(connection);
            for (int sent = 0; sent < 1_000_000; sent++) {
                RawServer.send(connection, "HTTP/1.1 100 Continue\r\n\r\n");
            }
        })) {
            Measurement measured =
                    bench.http("https://localhost:1/", "{'timeout': 5, 'proxy': 'http://" + proxy.authority() + "'}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.FAILED);
            assertThat(measured.failedPhase()).isEqualTo(Phase.CONNECT);
            assertThat(measured.message()).contains("does not speak HTTP");
        }
    }

    @Test
    void maySayInBetweenThatItGoesOn() throws Exception {
        try (RawServer proxy = RawServer.start(connection -> {
            RawServer.readRequest(connection);
            RawServer.send(
                    connection, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\nA: b\r\n\r\nHTTP/1.1 403 No");
            RawServer.send(connection, "\r\n\r\n");
        })) {
            Measurement measured =
                    bench.http("https://localhost:1/", "{'timeout': 5, 'proxy': 'http://" + proxy.authority() + "'}");

            assertThat(measured.message()).contains("refused: 403 No");
        }
    }

    @Test
    void thatFallsSilentIsATimeoutInConnect() throws Exception {
        try (RawServer proxy = RawServer.start(RawServer::hang)) {
            Measurement measured =
                    bench.http("https://localhost:1/", "{'timeout': 0.3, 'proxy': 'http://" + proxy.authority() + "'}");

            assertThat(measured.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(measured.failedPhase()).isEqualTo(Phase.CONNECT);
            assertThat(measured.nanos() / 1_000_000).isBetween(295L, 3_000L);
        }
    }
}
