package io.dialer.agent.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmUpServersTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void theCertificateIsOneThatOthersCanRead() throws Exception {
        String pem = ThrowawayCertificate.create().getCertValue().toString();
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));

        certificate.checkValidity();
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=warm-up");
        assertThat(certificate.getVersion()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"false, HTTP_1_1", "false, HTTP_2", "true, HTTP_1_1", "true, HTTP_2"})
    void everyWayToAskIsAnswered(boolean secured, HttpVersion version) throws Exception {
        WarmUpServers servers = new WarmUpServers(vertx);
        servers.listen().await();
        var client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(version)
                .setHttp2ClearTextUpgrade(false)
                .setUseAlpn(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setSsl(secured));
        var answer = client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setHost(WarmUpServers.HOST)
                        .setPort(secured ? servers.securedPort() : servers.plainPort()))
                .compose(request -> request.send())
                .await();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(version);
        servers.close();
    }
}
