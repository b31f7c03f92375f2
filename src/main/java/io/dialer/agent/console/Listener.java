package io.dialer.agent.console;

import io.dialer.agent.config.ConfigException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port with what answers there. Closing is Vert.x's: a server ends with its verticle. Used on one event loop. */
final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final long RETRY_MS = 5_000;
    private static final long COMPLAINT_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** Longer than the longest scrape: while a target is probed nothing is sent. */
    private static final int IDLE_SECONDS = 180;

    private final Vertx vertx;
    private final String section;
    private final HttpServerOptions options;
    private final Router router;
    private final IntConsumer opened;
    private long complainedAt;
    private boolean complained;

    /**
     * One that does not listen yet.
     *
     * @param section of the configuration, by which people know it
     * @param opened told the port, each time that it listens
     */
    Listener(Vertx vertx, String section, HttpServerOptions options, Router router, IntConsumer opened) {
        this.vertx = vertx;
        this.section = section;
        this.options = options.setIdleTimeout(IDLE_SECONDS);
        this.router = router;
        this.opened = opened;
    }

    /** Fails where it cannot listen. */
    Future<?> open() {
        return vertx.createHttpServer(options)
                .requestHandler(router)
                .listen()
                .onSuccess(this::listening)
                .recover(failure -> Future.failedFuture(explained(failure)));
    }

    /** Tries again and again where it cannot listen. */
    Future<?> openSometime() {
        return open().recover(this::tryAgain);
    }

    /** A port that is taken may be free at the next start; anything else is the configuration's mistake. */
    private Exception explained(Throwable failure) {
        String host = options.getHost();
        int port = options.getPort();
        if (failure instanceof BindException
                && String.valueOf(failure.getMessage()).contains("in use")) {
            return new ConsoleUnavailable(section, host, port, failure);
        }
        String tls = options.getKeyCertOptions() instanceof PemKeyCertOptions pem
                ? ", with tls.cert_file %s, tls.key_file %s".formatted(pem.getCertPath(), pem.getKeyPath())
                : "";
        return new ConfigException(
                section, "cannot listen on host %s, port %d%s: %s".formatted(host, port, tls, failure.getMessage()));
    }

    private void listening(HttpServer server) {
        opened.accept(server.actualPort());
        if (options.getKeyCertOptions() instanceof PemKeyCertOptions pem) {
            new CertificateWatch(vertx, server, Path.of(pem.getCertPath()), Path.of(pem.getKeyPath())).begin();
        }
        LOG.atInfo()
                .addKeyValue(
                        "url",
                        "%s://%s:%d"
                                .formatted(options.isSsl() ? "https" : "http", options.getHost(), server.actualPort()))
                .log(section + " listening");
    }

    private <T> Future<T> tryAgain(Throwable failure) {
        long now = System.nanoTime();
        if (!complained || now - complainedAt >= COMPLAINT_PAUSE_NANOS) {
            complained = true;
            complainedAt = now;
            LOG.atWarn()
                    .addKeyValue("reason", failure.getMessage())
                    .log("no " + section + "; probing goes on, and the port is tried again");
        }
        vertx.setTimer(RETRY_MS, timer -> open().onFailure(this::tryAgain));
        return Future.succeededFuture();
    }
}
