package io.dialer.agent.console;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileProps;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a server its certificate anew when its files change, as whoever renews certificates expects. Connections that are open
 * keep the one that they have; one that cannot be used leaves the last good one. Used on one event loop, whose verticle's end ends it.
 */
final class CertificateWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final long LOOK_EVERY_MS = 5_000;

    private final Vertx vertx;
    private final HttpServer server;
    private final String certificate;
    private final String key;
    private String seen = "";
    private String refused = "";
    private boolean looking;

    CertificateWatch(Vertx vertx, HttpServer server, Path certificate, Path key) {
        this.vertx = vertx;
        this.server = server;
        this.certificate = certificate.toString();
        this.key = key.toString();
    }

    /** Looks every five seconds from now on. What the files are now is what the server has. */
    void begin() {
        signs().onSuccess(now -> seen = now);
        vertx.setPeriodic(LOOK_EVERY_MS, timer -> look());
    }

    /** What changes with the files. Between two files of which one is exchanged it changes twice. */
    private Future<String> signs() {
        return Future.all(
                        vertx.fileSystem().props(certificate),
                        vertx.fileSystem().props(key))
                .map(both -> signs(both.resultAt(0)) + " " + signs(both.resultAt(1)));
    }

    private static String signs(FileProps file) {
        return file.lastModifiedTime() + "," + file.size();
    }

    private void look() {
        if (looking) {
            return;
        }
        looking = true;
        signs().compose(now -> {
                    if (now.equals(seen)) {
                        return Future.succeededFuture();
                    }
                    return renew(!now.equals(refused))
                            .onSuccess(used -> seen = now)
                            .onFailure(failure -> refused = now);
                })
                .onFailure(failure -> LOG.atDebug()
                        .addKeyValue("cert_file", certificate)
                        .setCause(failure)
                        .log("the console's certificate cannot be looked at"))
                .onComplete(done -> looking = false);
    }

    /** Tried at each look until it works: the right to read a file may come later than the file. */
    private Future<Void> renew(boolean first) {
        return Future.all(
                        vertx.fileSystem().readFile(certificate),
                        vertx.fileSystem().readFile(key))
                .compose(both -> use(new PemKeyCertOptions()
                        .addCertValue(both.<Buffer>resultAt(0))
                        .addKeyValue(both.<Buffer>resultAt(1))))
                .onSuccess(used ->
                        LOG.atInfo().addKeyValue("cert_file", certificate).log("the console has a new certificate"))
                .onFailure(failure -> (first ? LOG.atWarn() : LOG.atDebug())
                        .addKeyValue("cert_file", certificate)
                        .addKeyValue("key_file", key)
                        .addKeyValue("reason", failure.getMessage())
                        .log("the console's new certificate cannot be used; it keeps the one that it has"))
                .mapEmpty();
    }

    private Future<Boolean> use(PemKeyCertOptions pem) {
        try {
            requirePair(pem);
        } catch (Exception unusable) {
            return Future.failedFuture(unusable);
        }
        return server.updateSSLOptions(new ServerSSLOptions().setKeyCertOptions(pem));
    }

    /** A server takes a certificate with the key of another one, and then nobody can talk to it. */
    private void requirePair(PemKeyCertOptions pem) throws Exception {
        for (KeyManager manager : pem.getKeyManagerFactory(vertx).getKeyManagers()) {
            if (manager instanceof X509KeyManager pairs) {
                for (String type : List.of("EC", "RSA", "EdDSA")) {
                    String[] aliases = pairs.getServerAliases(type, null);
                    for (String alias : aliases == null ? new String[0] : aliases) {
                        requirePair(pairs.getPrivateKey(alias), pairs.getCertificateChain(alias)[0]);
                    }
                }
            }
        }
    }

    private static void requirePair(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        byte[] anything = {1, 2, 3};
        String algorithm = key.getAlgorithm();
        Signature signature = Signature.getInstance(
                algorithm.equals("EC") ? "SHA256withECDSA" : algorithm.equals("RSA") ? "SHA256withRSA" : algorithm);
        signature.initSign(key);
        signature.update(anything);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(anything);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException("the key is not the certificate's");
        }
    }
}
