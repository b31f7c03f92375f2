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
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What breaks a handshake has the same name for every type, whether or not the chain had to be valid. */
class TlsReasonsTest {
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
    @CsvSource({"RSA, TLSv1.2", "RSA, TLSv1.3", "EC, TLSv1.2", "EC, TLSv1.3"})
    void keysOfBothKindsAreReported(String algorithm, String protocol) throws Exception {
        CertificateBuilder builder = Certificates.server(-1, 90);
        SSLContext tls = TlsTypes.serving(algorithm.equals("RSA") ? builder.rsa2048() : builder);
        try (RawServer server = RawServer.startTls(tls, connection -> {
            ((SSLSocket) connection).setEnabledProtocols(new String[] {protocol});
            TlsTypes.answer(connection);
        })) {
            for (Measurement measured : TlsTypes.each(bench, server, TlsTypes.trusting())) {
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
                RawServer.startTls(TlsTypes.serving(Certificates.server(-1, 90).rsa2048()), connection -> {
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
        try (RawServer server = RawServer.startTls(TlsTypes.serving(Certificates.server(-1, 90)), connection -> {
            SSLSocket tls = (SSLSocket) connection;
            tls.setEnabledProtocols(new String[] {protocol});
            tls.setNeedClientAuth(true);
            TlsTypes.answer(connection);
        })) {
            for (Measurement given : TlsTypes.each(bench, server, showing(good))) {
                assertThat(given.outcome()).as(given.message()).isEqualTo(Outcome.SUCCESS);
                assertThat(given.details().getJsonObject("tls").getBoolean("client_certificate_asked"))
                        .isTrue();
            }
            assertBroken(server, "client_certificate_wanted");
            for (Measurement refused : TlsTypes.each(bench, server, showing(bad))) {
                assertThat(refused.outcome()).as(refused.message()).isEqualTo(Outcome.FAILED);
                assertThat(refused.failedPhase()).isEqualTo(Phase.TLS);
                assertThat(TlsTypes.reason(refused)).isEqualTo("client_certificate_refused");
            }
        }
    }

    private static void assertBroken(RawServer server, String reason) throws Exception {
        for (boolean verify : List.of(true, false)) {
            for (Measurement broken :
                    TlsTypes.each(bench, server, TlsTypes.trusting().put("verify", verify))) {
                assertThat(broken.outcome()).as(broken.message()).isEqualTo(Outcome.FAILED);
                assertThat(broken.failedPhase()).as(broken.message()).isEqualTo(Phase.TLS);
                assertThat(TlsTypes.reason(broken)).as(broken.message()).isEqualTo(reason);
            }
        }
    }

    private static JsonObject showing(X509Bundle own) throws Exception {
        return TlsTypes.trusting()
                .put("cert_file", own.toTempCertChainPem().getPath())
                .put("key_file", own.toTempPrivateKeyPem().getPath());
    }

    private static void readRecord(DataInputStream in) throws Exception {
        in.readNBytes(3);
        in.readNBytes(in.readUnsignedShort());
    }
}
