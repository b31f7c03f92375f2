package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.RawServer;
import io.netty.handler.ssl.OpenSsl;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS as {@code http} and {@code tcp} see it. */
class TlsProbeTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static ProbeBench bench;
    private static String authority;

    @BeforeAll
    static void open() throws Exception {
        bench = ProbeBench.ofSystem();
        authority = Certificates.file(Certificates.AUTHORITY);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @ParameterizedTest
    @CsvSource({"localhost", "127.0.0.1"})
    void acceptsWhatItsOwnAuthorityHasSigned(String host) throws Exception {
        X509Bundle certificate = Certificates.valid();
        try (RawServer server = answering(certificate)) {
            Measurement http = bench.http("https://" + host + ":" + server.port(), trusting());
            Measurement tcp = bench.tcp(host + ":" + server.port(), "{'tls': true, 'ca_file': '" + authority + "'}");

            for (Measurement measured : List.of(http, tcp)) {
                assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
                JsonObject reported = measured.details().getJsonObject("certificate");
                assertThat(reported.getBoolean("valid")).isTrue();
                assertThat(reported.getString("reason")).isEmpty();
                assertThat(reported.getString("subject")).isEqualTo("CN=server");
                assertThat(reported.getString("issuer")).isEqualTo("CN=Test authority");
                assertThat(reported.getJsonArray("sans")).contains("localhost", "127.0.0.1");
                assertThat(reported.getString("serial"))
                        .isEqualTo(
                                certificate.getCertificate().getSerialNumber().toString(16));
                assertThat(HexFormat.of().parseHex(reported.getString("sha256")))
                        .hasSize(32);
                assertThat(reported.getInteger("days_left")).isIn(89, 90);
                assertThat(measured.details().getJsonObject("tls").getString("version"))
                        .isEqualTo("TLSv1.3");
                assertThat(measured.details().getDouble("ssl_time")).isPositive();
            }
        }
    }

    static Stream<Arguments> badCertificates() throws Exception {
        return Stream.of(
                Arguments.of(
                        "127.0.0.1",
                        Certificates.server(-10, -1).buildIssuedBy(Certificates.AUTHORITY),
                        "certificate expired on"),
                Arguments.of(
                        "127.0.0.1",
                        Certificates.server(1, 9).buildIssuedBy(Certificates.AUTHORITY),
                        "certificate is not valid before"),
                Arguments.of(
                        "127.0.0.1",
                        Certificates.server(-1, 9)
                                .setIsCertificateAuthority(true)
                                .buildSelfSigned(),
                        "certificate is self-signed and not trusted"),
                Arguments.of(
                        "127.0.0.1",
                        Certificates.server(-1, 9).buildIssuedBy(Certificates.authority("CN=Stranger")),
                        "certificate is not trusted: "),
                Arguments.of(
                        "127.0.0.2",
                        Certificates.valid(),
                        "certificate is not valid for 127.0.0.2; it is for localhost"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("badCertificates")
    void refusesABadOneInItsOwnWordsAndReportsItEitherWay(String host, X509Bundle certificate, String words)
            throws Exception {
        try (RawServer server = answering(host, certificate)) {
            String url = "https://" + host + ":" + server.port();
            Measurement strict = bench.http(url, trusting());
            Measurement tcp = bench.tcp(host + ":" + server.port(), "{'tls': true, 'ca_file': '" + authority + "'}");
            Measurement lenient = bench.http(url, "{'verify': false, 'ca_file': '" + authority + "'}");
            Measurement alsoLenient = bench.http(url, "{'verify_tls': 'false', 'ca_file': '" + authority + "'}");

            for (Measurement refused : List.of(strict, tcp)) {
                assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(refused.failedPhase()).isEqualTo(Phase.TLS);
                assertThat(refused.message()).contains(words);
                assertThat(refused.details().getJsonObject("certificate").getString("reason"))
                        .contains(words);
            }
            assertThat(strict.details().getString("ssl_error")).contains(words);
            for (Measurement measured : List.of(lenient, alsoLenient)) {
                assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
                assertThat(measured.details().getJsonObject("certificate").getBoolean("valid"))
                        .isFalse();
                assertThat(measured.details().getJsonObject("certificate").getString("reason"))
                        .contains(words);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, {}, localhost",
        "127.0.0.1, {}, ''",
        "127.0.0.1, {'server_name': 'other.example'}, other.example",
        "localhost, {'server_name': '127.0.0.1'}, ''",
        "name.example, {'resolve_to': '127.0.0.1'}, name.example",
        "bücher.example, {'resolve_to': '127.0.0.1'}, xn--bcher-kva.example"
    })
    void namesTheServerAndNeverAnAddress(String host, String options, String expected) throws Exception {
        List<String> names = new CopyOnWriteArrayList<>();
        try (RawServer server = RawServer.startTls(Certificates.serving(Certificates.valid()), connection -> {
            SSLSocket tls = (SSLSocket) connection;
            tls.startHandshake();
            ((ExtendedSSLSession) tls.getSession())
                    .getRequestedServerNames()
                    .forEach(name -> names.add(new String(name.getEncoded(), StandardCharsets.US_ASCII)));
            RawServer.readRequest(connection);
            RawServer.send(connection, ANSWER);
        })) {
            Measurement measured = bench.http(
                    "https://" + host + ":" + server.port(),
                    new JsonObject(options.replace('\'', '"'))
                            .put("verify", false)
                            .encode());

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(String.join(",", names)).isEqualTo(expected);
        }
    }

    /** As browsers do. Java's own server refuses such a name, so the greeting is looked at as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"a_b.example", "with_underscore.example."})
    void namesAServerWithAnUnderscoreToo(String name) throws Exception {
        Assumptions.assumeTrue(OpenSsl.isAvailable(), "Java's own client cannot");
        CompletableFuture<String> greeting = new CompletableFuture<>();
        try (RawServer server = RawServer.start(connection -> {
            byte[] octets = new byte[4_000];
            int count = connection.getInputStream().read(octets);
            greeting.complete(new String(octets, 0, count, StandardCharsets.ISO_8859_1));
        })) {
            bench.tcp(server.authority(), "{'tls': true, 'server_name': '" + name + "'}");

            assertThat(greeting.get(5, TimeUnit.SECONDS))
                    .contains(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, localhost", "TLSv1.3, localhost"})
    void everyHandshakeIsAFullOne(String protocol, String host) throws Exception {
        List<String> sessions = new CopyOnWriteArrayList<>();
        try (RawServer server = RawServer.startTls(Certificates.serving(Certificates.valid()), connection -> {
            SSLSocket tls = (SSLSocket) connection;
            tls.setEnabledProtocols(new String[] {protocol});
            tls.startHandshake();
            sessions.add(tls.getSession().getCreationTime()
                    + HexFormat.of().formatHex(tls.getSession().getId()));
            RawServer.readRequest(connection);
            RawServer.send(connection, ANSWER);
        })) {
            for (int run = 0; run < 3; run++) {
                Measurement measured = bench.http(
                        "https://" + host + ":" + server.port(), "{'resolve_to': '127.0.0.1', 'verify': false}");

                assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
                assertThat(measured.details().getJsonObject("tls").getString("version"))
                        .isEqualTo(protocol);
                assertThat(measured.details().getJsonObject("certificate").getString("subject"))
                        .isEqualTo("CN=server");
            }
            assertThat(sessions).hasSize(3).doesNotHaveDuplicates();
        }
    }

    @Test
    void minDaysFailsACertificateThatEndsSoon() throws Exception {
        try (RawServer server = answering(Certificates.server(-1, 9).buildIssuedBy(Certificates.AUTHORITY))) {
            String url = "https://localhost:" + server.port();
            Measurement soon = bench.http(url, "{'min_days': 14, 'ca_file': '" + authority + "'}");
            Measurement enough = bench.http(url, "{'min_days': 8, 'ca_file': '" + authority + "'}");

            assertThat(soon.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(soon.failedPhase()).isEqualTo(Phase.TLS);
            assertThat(soon.message()).contains("fewer than 14 days");
            assertThat(enough.outcome()).as(enough.message()).isEqualTo(Outcome.SUCCESS);
        }
    }

    @Test
    void sendsItsOwnCertificateWhereItHasOne() throws Exception {
        X509Bundle own =
                Certificates.server(-1, 9).addExtendedKeyUsageClientAuth().buildIssuedBy(Certificates.AUTHORITY);
        List<String> seen = new CopyOnWriteArrayList<>();
        try (RawServer server = RawServer.startTls(Certificates.serving(Certificates.valid()), connection -> {
            SSLSocket tls = (SSLSocket) connection;
            tls.setNeedClientAuth(true);
            tls.startHandshake();
            seen.add(tls.getSession().getPeerPrincipal().getName());
            RawServer.readRequest(connection);
            RawServer.send(connection, ANSWER);
        })) {
            String url = "https://localhost:" + server.port();
            Measurement with = bench.http(
                    url,
                    new JsonObject(trusting().replace('\'', '"'))
                            .put("cert_file", own.toTempCertChainPem().getPath())
                            .put("key_file", own.toTempPrivateKeyPem().getPath())
                            .encode());
            Measurement without = bench.http(url, trusting());

            assertThat(with.outcome()).as(with.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(seen).containsExactly("CN=server");
            assertThat(without.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(without.failedPhase()).isEqualTo(Phase.TLS);
            assertThat(without.message()).contains("the server wants a client certificate");
        }
    }

    @Test
    void readsWhatTheServerSaysRightAfterTheHandshake() throws Exception {
        try (RawServer server = RawServer.startTls(Certificates.serving(Certificates.valid()), connection -> {
            RawServer.send(connection, ANSWER);
            RawServer.readRequest(connection);
        })) {
            Measurement measured = bench.http("https://localhost:" + server.port(), trusting());

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
        }
    }

    private static String trusting() {
        return "{'ca_file': '" + authority + "'}";
    }

    private static RawServer answering(X509Bundle certificate) throws Exception {
        return answering("127.0.0.1", certificate);
    }

    private static RawServer answering(String address, X509Bundle certificate) throws Exception {
        SSLServerSocket listening = (SSLServerSocket) Certificates.serving(certificate)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.ofLiteral(address));
        return RawServer.start(listening, connection -> {
            RawServer.readRequest(connection);
            RawServer.send(connection, ANSWER);
        });
    }
}
