package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.RawServer;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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

/** What is wrong with a handshake has the same name for every type, whether or not it had to be right. */
class TlsReasonsTest {
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

    static Stream<Arguments> badChains() throws Exception {
        X509Bundle stranger = Certificates.authority("CN=Stranger");
        X509Bundle strangers = Certificates.server(-1, 90).buildIssuedBy(stranger);
        X509Bundle below = Certificates.server(-1, 90).buildIssuedBy(Certificates.intermediate(Certificates.AUTHORITY));
        return Stream.of(
                Arguments.of("expired", serving(Certificates.server(-10, -1)), "localhost"),
                Arguments.of("not_yet_valid", serving(Certificates.server(1, 90)), "localhost"),
                Arguments.of("wrong_host", serving(Certificates.server(-1, 90)), "other.example"),
                Arguments.of(
                        "self_signed",
                        Certificates.serving(Certificates.server(-1, 90)
                                .setIsCertificateAuthority(true)
                                .buildSelfSigned()),
                        "localhost"),
                Arguments.of(
                        "unknown_issuer",
                        Certificates.serving(
                                strangers.getKeyPair().getPrivate(),
                                strangers.getCertificate(),
                                stranger.getCertificate()),
                        "localhost"),
                Arguments.of(
                        "missing_intermediate",
                        Certificates.serving(below.getKeyPair().getPrivate(), below.getCertificate()),
                        "localhost"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badChains")
    void aBadChainFailsWhereItMustBeValidAndIsReportedWhereNot(String reason, SSLContext tls, String host)
            throws Exception {
        try (RawServer server = RawServer.startTls(tls, TlsReasonsTest::answer)) {
            for (Measurement strict : eachType(server, trusting().put("server_name", host))) {
                assertThat(strict.outcome()).as(strict.message()).isEqualTo(Outcome.FAILED);
                assertThat(strict.failedPhase()).isEqualTo(Phase.TLS);
                assertThat(reason(strict)).isEqualTo(reason);
                assertThat(strict.details().getJsonObject("certificate").getBoolean("valid"))
                        .isFalse();
            }
            for (Measurement lenient :
                    eachType(server, trusting().put("server_name", host).put("verify", false))) {
                assertThat(lenient.outcome()).as(lenient.message()).isEqualTo(Outcome.SUCCESS);
                assertThat(reason(lenient)).isEqualTo(reason);
                assertThat(lenient.details().getJsonObject("certificate").getBoolean("valid"))
                        .isFalse();
            }
        }
    }

    @Test
    void anAuthorityThatIsNotSentIsUnknownWhereOnlyPublicOnesAreTrusted() throws Exception {
        X509Bundle strangers = Certificates.server(-1, 90).buildIssuedBy(Certificates.authority("CN=Stranger"));
        // Authority information access, with nothing in it: public authorities always write it.
        X509Bundle asPublic = Certificates.server(-1, 90)
                .addExtensionOctetString(
                        "1.3.6.1.5.5.7.1.1", false, HexFormat.of().parseHex("3000"))
                .buildIssuedBy(Certificates.authority("CN=Stranger"));
        for (var expected :
                List.of(Arguments.of("unknown_issuer", strangers), Arguments.of("missing_intermediate", asPublic))) {
            X509Bundle bundle = (X509Bundle) expected.get()[1];
            try (RawServer server = RawServer.startTls(
                    Certificates.serving(bundle.getKeyPair().getPrivate(), bundle.getCertificate()),
                    TlsReasonsTest::answer)) {
                Measurement measured = bench.tls("localhost:" + server.port(), "{}");

                assertThat(reason(measured)).isEqualTo(expected.get()[0]);
            }
        }
    }

    @Test
    void anIntermediateThatIsSentIsEnough() throws Exception {
        X509Bundle intermediate = Certificates.intermediate(Certificates.AUTHORITY);
        X509Bundle below = Certificates.server(-1, 90).buildIssuedBy(intermediate);
        try (RawServer server = RawServer.startTls(
                Certificates.serving(
                        below.getKeyPair().getPrivate(), below.getCertificate(), intermediate.getCertificate()),
                TlsReasonsTest::answer)) {
            for (Measurement measured : eachType(server, trusting())) {
                assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
                assertThat(reason(measured)).isEmpty();
                assertThat(measured.details()
                                .getJsonObject("certificate")
                                .getJsonArray("chain")
                                .getJsonObject(0)
                                .getString("subject"))
                        .isEqualTo("CN=Test intermediate");
            }
        }
    }

    /** As when an authority that was signed by an older one has become trusted itself. */
    @Test
    void whatIsSentBesideAValidChainDoesNotMatter() throws Exception {
        X509Bundle intermediate = Certificates.intermediate(Certificates.AUTHORITY);
        X509Bundle below = Certificates.server(-1, 90).buildIssuedBy(intermediate);
        X509Bundle expired = Certificates.server(-20, -10)
                .subject(Certificates.AUTHORITY
                        .getCertificate()
                        .getSubjectX500Principal()
                        .getName())
                .setIsCertificateAuthority(true)
                .buildIssuedBy(Certificates.authority("CN=Old authority"));
        try (RawServer server = RawServer.startTls(
                Certificates.serving(
                        below.getKeyPair().getPrivate(),
                        below.getCertificate(),
                        intermediate.getCertificate(),
                        expired.getCertificate()),
                TlsReasonsTest::answer)) {
            for (Measurement measured : eachType(server, trusting())) {
                assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
                assertThat(reason(measured)).isEmpty();
            }
        }
    }

    /** The JDK looks at no dates of what it trusts. */
    @ParameterizedTest
    @CsvSource({"-10, -1, expired", "1, 10, not_yet_valid"})
    void whoIsTrustedMustBeValidToo(int from, int to, String reason) throws Exception {
        X509Bundle pinned =
                Certificates.server(from, to).setIsCertificateAuthority(true).buildSelfSigned();
        X509Bundle root = Certificates.authority("CN=Dated authority", from, to);
        X509Bundle below = Certificates.server(-1, 90).buildIssuedBy(root);
        assertReason(reason, Certificates.serving(pinned), pinned);
        assertReason(
                reason,
                Certificates.serving(below.getKeyPair().getPrivate(), below.getCertificate(), root.getCertificate()),
                root);
        assertReason(reason, Certificates.serving(below.getKeyPair().getPrivate(), below.getCertificate()), root);
    }

    private static void assertReason(String reason, SSLContext serving, X509Bundle trusted) throws Exception {
        try (RawServer server = RawServer.startTls(serving, TlsReasonsTest::answer)) {
            for (Measurement measured : eachType(server, new JsonObject().put("ca_file", Certificates.file(trusted)))) {
                assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.FAILED);
                assertThat(reason(measured)).as(measured.message()).isEqualTo(reason);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"RSA, TLSv1.2", "RSA, TLSv1.3", "EC, TLSv1.2", "EC, TLSv1.3"})
    void keysOfBothKindsAreReported(String algorithm, String protocol) throws Exception {
        CertificateBuilder builder = Certificates.server(-1, 90);
        SSLContext tls = serving(algorithm.equals("RSA") ? builder.rsa2048() : builder);
        try (RawServer server = RawServer.startTls(tls, connection -> {
            ((SSLSocket) connection).setEnabledProtocols(new String[] {protocol});
            answer(connection);
        })) {
            for (Measurement measured : eachType(server, trusting())) {
                assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
                JsonObject key = measured.details().getJsonObject("certificate").getJsonObject("key");
                assertThat(key.getString("algorithm")).isEqualTo(algorithm);
                assertThat(key.getInteger("size")).isEqualTo(algorithm.equals("RSA") ? 2048 : 256);
                assertThat(key.getString("curve")).isEqualTo(algorithm.equals("RSA") ? null : "secp256r1");
                assertThat(measured.details().getJsonObject("tls").getString("version"))
                        .isEqualTo(protocol);
            }
        }
    }

    /** An alert, and a ServerHello of TLS 1.0: both is what such servers do. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "15030100020246",
                "160301002a020000260301000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f00c01300"
            })
    void aServerOfTls10OnlyHasNoCommonVersion(String answer) throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            readRecord(new DataInputStream(connection.getInputStream()));
            connection.getOutputStream().write(HexFormat.of().parseHex(answer));
            RawServer.hang(connection);
        })) {
            assertBroken(server, "protocol_version");
        }
    }

    @Test
    void aServerWithoutACommonCipherRefuses() throws Exception {
        try (RawServer server =
                RawServer.startTls(serving(Certificates.server(-1, 90).rsa2048()), connection -> {
                    SSLSocket tls = (SSLSocket) connection;
                    tls.setEnabledProtocols(new String[] {"TLSv1.2"});
                    tls.setEnabledCipherSuites(new String[] {"TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"});
                    tls.startHandshake();
                })) {
            assertBroken(server, "no_shared_cipher");
            assertThat(bench.tls("localhost:" + server.port(), "{}")
                            .details()
                            .getJsonObject("tls")
                            .getString("alert"))
                    .isEqualTo("handshake_failure");
        }
    }

    @Test
    void anotherAlertIsNamed() throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            readRecord(new DataInputStream(connection.getInputStream()));
            connection.getOutputStream().write(HexFormat.of().parseHex("15030300020250"));
            RawServer.hang(connection);
        })) {
            assertBroken(server, "handshake_failure");
            Measurement measured = bench.tls("localhost:" + server.port(), "{}");
            assertThat(measured.details().getJsonObject("tls").getString("alert"))
                    .isEqualTo("internal_error");
            assertThat(measured.message()).contains("internal_error");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aServerThatWantsAClientsCertificateSaysWhichItTakes(String protocol) throws Exception {
        X509Bundle good =
                Certificates.server(-1, 9).addExtendedKeyUsageClientAuth().buildIssuedBy(Certificates.AUTHORITY);
        X509Bundle bad = Certificates.server(-1, 9)
                .addExtendedKeyUsageClientAuth()
                .buildIssuedBy(Certificates.authority("CN=Stranger"));
        try (RawServer server = RawServer.startTls(serving(Certificates.server(-1, 90)), connection -> {
            SSLSocket tls = (SSLSocket) connection;
            tls.setEnabledProtocols(new String[] {protocol});
            tls.setNeedClientAuth(true);
            answer(connection);
        })) {
            for (Measurement given : eachType(server, showing(good))) {
                assertThat(given.outcome()).as(given.message()).isEqualTo(Outcome.SUCCESS);
                assertThat(given.details().getJsonObject("tls").getBoolean("client_certificate_asked"))
                        .isTrue();
            }
            assertBroken(server, "client_certificate_wanted");
            for (Measurement refused : eachType(server, showing(bad))) {
                assertThat(refused.outcome()).as(refused.message()).isEqualTo(Outcome.FAILED);
                assertThat(refused.failedPhase()).isEqualTo(Phase.TLS);
                assertThat(reason(refused)).isEqualTo("client_certificate_refused");
            }
        }
    }

    private static void assertBroken(RawServer server, String reason) throws Exception {
        for (boolean verify : List.of(true, false)) {
            for (Measurement broken : eachType(server, trusting().put("verify", verify))) {
                assertThat(broken.outcome()).as(broken.message()).isEqualTo(Outcome.FAILED);
                assertThat(broken.failedPhase()).as(broken.message()).isEqualTo(Phase.TLS);
                assertThat(reason(broken)).as(broken.message()).isEqualTo(reason);
            }
        }
    }

    private static List<Measurement> eachType(RawServer server, JsonObject options) throws Exception {
        String target = "localhost:" + server.port();
        List<Measurement> measured = new ArrayList<>();
        measured.add(bench.tls(target, options.encode()));
        measured.add(bench.tcp(target, options.copy().put("tls", true).encode()));
        measured.add(bench.http("https://" + target, options.encode()));
        return measured;
    }

    private static String reason(Measurement measured) {
        return measured.details().getJsonObject("tls").getString("reason");
    }

    private static JsonObject trusting() {
        return new JsonObject().put("ca_file", authority);
    }

    private static JsonObject showing(X509Bundle own) throws Exception {
        return trusting()
                .put("cert_file", own.toTempCertChainPem().getPath())
                .put("key_file", own.toTempPrivateKeyPem().getPath());
    }

    private static SSLContext serving(CertificateBuilder builder) throws Exception {
        return Certificates.serving(builder.buildIssuedBy(Certificates.AUTHORITY));
    }

    private static void answer(Socket connection) throws Exception {
        RawServer.readRequest(connection);
        RawServer.send(connection, ANSWER);
    }

    private static void readRecord(DataInputStream in) throws Exception {
        in.readNBytes(3);
        in.readNBytes(in.readUnsignedShort());
    }
}
