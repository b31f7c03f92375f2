package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.RawServer;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.json.JsonObject;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a chain has the same name for every type, whether or not it had to be valid. */
class TlsChainsTest {
    private static ProbeBench bench;

    @BeforeAll
    static void open() {
        bench = ProbeBench.ofSystem();
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
                Arguments.of("expired", TlsTypes.serving(Certificates.server(-10, -1)), "localhost"),
                Arguments.of("not_yet_valid", TlsTypes.serving(Certificates.server(1, 90)), "localhost"),
                Arguments.of("wrong_host", TlsTypes.serving(Certificates.server(-1, 90)), "other.example"),
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
        try (RawServer server = RawServer.startTls(tls, TlsTypes::answer)) {
            for (Measurement strict :
                    TlsTypes.each(bench, server, TlsTypes.trusting().put("server_name", host))) {
                assertThat(strict.outcome()).as(strict.message()).isEqualTo(Outcome.FAILED);
                assertThat(strict.failedPhase()).isEqualTo(Phase.TLS);
                assertThat(TlsTypes.reason(strict)).isEqualTo(reason);
                assertThat(strict.details().getJsonObject("certificate").getBoolean("valid"))
                        .isFalse();
            }
            for (Measurement lenient : TlsTypes.each(
                    bench, server, TlsTypes.trusting().put("server_name", host).put("verify", false))) {
                assertThat(lenient.outcome()).as(lenient.message()).isEqualTo(Outcome.SUCCESS);
                assertThat(TlsTypes.reason(lenient)).isEqualTo(reason);
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
                    TlsTypes::answer)) {
                Measurement measured = bench.tls("localhost:" + server.port(), "{}");

                assertThat(TlsTypes.reason(measured)).isEqualTo(expected.get()[0]);
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
                TlsTypes::answer)) {
            for (Measurement measured : TlsTypes.each(bench, server, TlsTypes.trusting())) {
                assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
                assertThat(TlsTypes.reason(measured)).isEmpty();
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
                TlsTypes::answer)) {
            for (Measurement measured : TlsTypes.each(bench, server, TlsTypes.trusting())) {
                assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
                assertThat(TlsTypes.reason(measured)).isEmpty();
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
        try (RawServer server = RawServer.startTls(serving, TlsTypes::answer)) {
            for (Measurement measured :
                    TlsTypes.each(bench, server, new JsonObject().put("ca_file", Certificates.file(trusted)))) {
                assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.FAILED);
                assertThat(TlsTypes.reason(measured)).as(measured.message()).isEqualTo(reason);
            }
        }
    }
}
