package io.dialer.agent.console;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileProps;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.file.Path;
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
                    seen = now;
                    return renew();
                })
                .onFailure(failure -> LOG.atDebug()
                        .addKeyValue("cert_file", certificate)
                        .setCause(failure)
                        .log("the console's certificate cannot be looked at"))
                .onComplete(done -> looking = false);
    }

    private Future<Void> renew() {
        return Future.all(
                        vertx.fileSystem().readFile(certificate),
                        vertx.fileSystem().readFile(key))
                .compose(both -> server.updateSSLOptions(new ServerSSLOptions()
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(both.<Buffer>resultAt(0))
                                .addKeyValue(both.<Buffer>resultAt(1)))))
                .onSuccess(used ->
                        LOG.atInfo().addKeyValue("cert_file", certificate).log("the console has a new certificate"))
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("cert_file", certificate)
                        .addKeyValue("key_file", key)
                        .addKeyValue("reason", failure.getMessage())
                        .log("the console's new certificate cannot be used; it keeps the one that it has"))
                .mapEmpty();
    }
}
