package io.dialer.agent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.testing.Waiting;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateWatchTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger port = new AtomicInteger();

    @AfterEach
    void close() {
        Waiting.on(vertx.close());
    }

    @Test
    void aRenewedCertificateIsUsedAndABrokenOneIsNot() throws Exception {
        X509Bundle first = Certificates.valid();
        give(first.getCertificatePathPEM(), first.getPrivateKeyPEM());
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(folder.resolve("console.pem").toString())
                        .setKeyPath(folder.resolve("console.key").toString()));
        Waiting.on(vertx.deployVerticle(context ->
                new Listener(context.owner(), "console", options, Router.router(context.owner()), port::set).open()));
        assertThat(shown()).isEqualTo(first.getCertificate().getSerialNumber());

        X509Bundle second = Certificates.valid();
        give(second.getCertificatePathPEM(), second.getPrivateKeyPEM());
        await().atMost(SOON).until(() -> shown().equals(second.getCertificate().getSerialNumber()));

        // A certificate and the key of another one.
        give(first.getCertificatePathPEM(), second.getPrivateKeyPEM());
        X509Bundle third = Certificates.valid();
        await().during(Duration.ofSeconds(6)).atMost(SOON).until(() -> answers());
        give(third.getCertificatePathPEM(), third.getPrivateKeyPEM());
        await().atMost(SOON).until(() -> shown().equals(third.getCertificate().getSerialNumber()));
    }

    private void give(String certificate, String key) throws Exception {
        put("console.pem", certificate);
        put("console.key", key);
    }

    private void put(String name, String pem) throws Exception {
        Path next = Files.writeString(folder.resolve("next"), pem);
        Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private boolean answers() throws Exception {
        return shown().signum() > 0;
    }

    private BigInteger shown() throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {Certificates.AUTHORITY.toTrustManager()}, null);
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port.get())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }
}
