package io.dialer.agent.console;

import io.dialer.agent.blackbox.ModuleWatch;
import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.ConsoleOpened;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.ConsoleConfig;
import io.dialer.agent.config.ScrapeConfig;
import io.dialer.agent.telemetry.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only HTTP server, with a second port for scrapes where one is configured. Where the backend is in this process others rely on it, so a port that is taken fails the start;
 * where it is elsewhere, probing matters more, and the port is tried again and again.
 */
public final class ConsoleVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleVerticle.class);

    private final AgentConfig config;
    private final String version;
    private final Path modulesFile;
    private Metrics metrics;
    private ModuleWatch modules;

    /**
     * A console.
     *
     * @param version of this agent, for the metrics
     * @param modulesFile the modules of {@code /probe} where the configuration names none
     */
    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    public ConsoleVerticle(AgentConfig config, String version, Path modulesFile) {
        this.config = config;
        this.version = version;
        this.modulesFile = modulesFile;
    }

    @Override
    public Future<?> start() {
        Bus bus = new Bus(vertx);
        Access access = new Access(config);
        bus.subscribe(Addresses.CONFIG_CHANGED, changed -> access.reconfigure(changed.config()));
        WrongTokens wrongTokens = new WrongTokens();
        Doorkeeper doorkeeper = new Doorkeeper(access, wrongTokens);
        metrics = new Metrics(vertx, bus, config, version);
        modules = new ModuleWatch(modulesFile(config));
        modules.begin();
        bus.subscribe(Addresses.CONFIG_CHANGED, changed -> modules.reconfigure(modulesFile(changed.config())));
        Self self = new Self(config, version);
        bus.subscribe(Addresses.CONFIG_CHANGED, changed -> self.reconfigure(changed.config()));
        Health health = new Health(vertx, bus);
        Router console = router();
        health.addTo(console);
        new AgentApi(vertx, bus, doorkeeper, self).addTo(console);
        new Page().addTo(console);
        new BackendApi(bus, access, wrongTokens).addTo(console);
        Router scrapes = config.scrape().ownListener() ? router() : console;
        if (config.scrape().ownListener()) {
            health.addTo(scrapes);
        }
        new MetricsApi(metrics, doorkeeper).addTo(scrapes);
        new ProbeApi(bus, modules::modules, doorkeeper).addTo(scrapes);
        return openScrapes(scrapes).compose(opened -> openConsole(console));
    }

    @Override
    public Future<?> stop() {
        metrics.close();
        modules.close();
        return Future.succeededFuture();
    }

    private Path modulesFile(AgentConfig wanted) {
        Path named = wanted.scrape().blackboxModules();
        return named == null ? modulesFile : named;
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.errorHandler(400, context -> Problem.answer(context, 400, "the request cannot be read"));
        router.errorHandler(405, context -> Problem.answer(context, 405, "this path has other methods"));
        router.errorHandler(500, context -> {
            LOG.atError()
                    .addKeyValue("path", context.normalizedPath())
                    .setCause(context.failure())
                    .log("an answer of the console broke");
            Problem.answer(context, 500, "a fault of this agent; its log says more");
        });
        router.errorHandler(404, context -> Problem.answer(context, 404, "nothing is at this path"));
        return router;
    }

    private Future<?> openScrapes(Router router) {
        ScrapeConfig scrape = config.scrape();
        if (!scrape.ownListener()) {
            return Future.succeededFuture();
        }
        return new Listener(
                        vertx,
                        "scrape",
                        new HttpServerOptions().setHost(scrape.host()).setPort(scrape.port()),
                        router,
                        this::opened)
                .openSometime();
    }

    private void opened(int port) {
        new Bus(vertx).publish(Addresses.CONSOLE_OPENED, new ConsoleOpened(port));
    }

    private Future<?> openConsole(Router router) {
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
        Listener listener = new Listener(vertx, "console", options(config.console()), router, this::opened);
        return config.embedded() ? listener.open() : listener.openSometime();
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

    private static HttpServerOptions options(ConsoleConfig console) {
        HttpServerOptions options =
                new HttpServerOptions().setHost(console.host()).setPort(console.port());
        if (console.secure()) {
            options.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(String.valueOf(console.certificate()))
                            .setKeyPath(String.valueOf(console.key())));
        }
        return options;
    }
}
