package io.dialer.agent.console;

import io.dialer.agent.bus.Bus;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.ConfigException;
import io.dialer.agent.config.ConsoleConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only HTTP server. Where the backend is in this process others rely on it, so a port that is taken fails the start;
 * where it is elsewhere, probing matters more, and the port is tried again and again.
 */
public final class ConsoleVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleVerticle.class);
    private static final long RETRY_MS = 5_000;
    private static final long COMPLAINT_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int IDLE_SECONDS = 75;

    private final AgentConfig config;
    private Router router;
    private long complainedAt;
    private boolean complained;

    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    public ConsoleVerticle(AgentConfig config) {
        this.config = config;
    }

    @Override
    public Future<?> start() {
        Bus bus = new Bus(vertx);
        router = Router.router(vertx);
        new Health(vertx, bus).addTo(router);
        if (config.embedded()) {
            new BackendApi(bus, new Access(config)).addTo(router);
        }
        router.errorHandler(400, context -> Problem.answer(context, 400, "the request cannot be read"));
        router.errorHandler(404, context -> Problem.answer(context, 404, "nothing is at this path"));
        if (config.console().port() == ConsoleConfig.NONE) {
            return Future.succeededFuture();
        }
        if (isBackendsPort()) {
            LOG.atWarn()
                    .addKeyValue("server_url", config.serverUrl())
                    .addKeyValue("console.port", config.console().port())
                    .log("no console: its port is the backend's, which needs it at its next start; set console.port");
            return Future.succeededFuture();
        }
        return config.embedded() ? listen() : listen().recover(this::tryAgain);
    }

    /** A backend on this host that is away for a moment must find its port free. */
    private boolean isBackendsPort() {
        if (config.embedded()) {
            return false;
        }
        URI backend = URI.create(config.serverUrl());
        return ConsoleConfig.isLoopback(backend.getHost())
                && backend.getPort() == config.console().port();
    }

    /** Closing the server is Vert.x's: it ends with its verticle. */
    private Future<?> listen() {
        ConsoleConfig console = config.console();
        return vertx.createHttpServer(options(console))
                .requestHandler(router)
                .listen()
                .onSuccess(this::listening)
                .recover(failure -> Future.failedFuture(explained(console, failure)));
    }

    /** A port that is taken may be free at the next start; anything else is the configuration's mistake. */
    private static Exception explained(ConsoleConfig console, Throwable failure) {
        return failure instanceof BindException
                        && String.valueOf(failure.getMessage()).contains("in use")
                ? new ConsoleUnavailable(console.host(), console.port(), failure)
                : new ConfigException(
                        "console",
                        "cannot listen on host %s, port %d, with tls.cert_file %s, tls.key_file %s: %s"
                                .formatted(
                                        console.host(),
                                        console.port(),
                                        console.certificate(),
                                        console.key(),
                                        failure.getMessage()));
    }

    private void listening(HttpServer server) {
        ConsoleConfig console = config.console();
        LOG.atInfo()
                .addKeyValue(
                        "url",
                        "%s://%s:%d"
                                .formatted(console.secure() ? "https" : "http", console.host(), server.actualPort()))
                .log("console listening");
    }

    private <T> Future<T> tryAgain(Throwable failure) {
        long now = System.nanoTime();
        if (!complained || now - complainedAt >= COMPLAINT_PAUSE_NANOS) {
            complained = true;
            complainedAt = now;
            LOG.atWarn()
                    .addKeyValue("reason", failure.getMessage())
                    .log("no console; probing goes on, and the port is tried again");
        }
        vertx.setTimer(RETRY_MS, timer -> listen().onFailure(this::tryAgain));
        return Future.succeededFuture();
    }

    private static HttpServerOptions options(ConsoleConfig console) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(console.host())
                .setPort(console.port())
                .setIdleTimeout(IDLE_SECONDS);
        if (console.secure()) {
            options.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(String.valueOf(console.certificate()))
                            .setKeyPath(String.valueOf(console.key())));
        }
        return options;
    }
}
