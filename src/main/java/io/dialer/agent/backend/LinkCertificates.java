package io.dialer.agent.backend;

import io.dialer.agent.config.BackendConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import org.jspecify.annotations.Nullable;

/**
 * The files of {@code backend.tls}, as they are when the link is opened.
 *
 * @param authorities further ones that are trusted; null: the host's
 * @param certificate our own; null: none
 * @param key its key; null where there is no certificate
 */
record LinkCertificates(
        @Nullable Buffer authorities,
        @Nullable Buffer certificate,
        @Nullable Buffer key) {
    /** Fails with the key and the file that cannot be used. */
    static Future<LinkCertificates> read(Vertx vertx, BackendConfig config) {
        return Future.all(
                        read(vertx, "ca_file", config.caFile()),
                        read(vertx, "cert_file", config.certificate()),
                        read(vertx, "key_file", config.key()))
                .map(files -> new LinkCertificates(files.resultAt(0), files.resultAt(1), files.resultAt(2)));
    }

    private static Future<@Nullable Buffer> read(Vertx vertx, String key, @Nullable Path file) {
        if (file == null) {
            return Future.succeededFuture(null);
        }
        return vertx.fileSystem()
                .readFile(file.toAbsolutePath().toString())
                .map(pem -> {
                    if (!key.equals("key_file")) {
                        requireCertificates(pem);
                    }
                    return pem;
                })
                .recover(failure -> Future.failedFuture(new IOException(
                        "backend.tls.%s %s cannot be used: %s".formatted(key, file, failure.getMessage()))));
    }

    private static void requireCertificates(Buffer pem) {
        try {
            boolean none = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes()))
                    .isEmpty();
            if (none) {
                throw new IllegalArgumentException("no certificate is in it");
            }
        } catch (CertificateException broken) {
            throw new IllegalArgumentException("it is no PEM file of certificates", broken);
        }
    }

    void applyTo(HttpClientOptions options) {
        if (authorities != null) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(authorities));
        }
        if (certificate != null && key != null) {
            options.setKeyCertOptions(
                    new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key));
        }
    }
}
