package io.dialer.agent;

import io.dialer.agent.backend.EmbeddedBackendVerticle;
import io.dialer.agent.backend.HttpBackendVerticle;
import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Drain;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.AgentConfigReader;
import io.dialer.agent.config.ConfigSource;
import io.dialer.agent.heartbeat.HeartbeatVerticle;
import io.dialer.agent.outbox.OutboxVerticle;
import io.dialer.agent.scheduler.SchedulerVerticle;
import io.dialer.agent.store.StateDirectory;
import io.dialer.agent.sync.TaskSyncVerticle;
import io.dialer.agent.telemetry.LoggingSetup;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main verticle: reads the configuration, deploys the others in order, and drains and undeploys them in reverse. The
 * order is the table in {@code verticles.md}.
 */
public final class AgentVerticle extends VerticleBase {
    /** The deployment configuration's key for the configuration file's path. */
    public static final String CONFIG_FILE = "config_file";

    private static final Logger LOG = LoggerFactory.getLogger(AgentVerticle.class);
    private static final Path DEFAULT_CONFIG = Path.of("conf", "agent_config.json");
    private static final Path TASKS = Path.of("conf", "tasks.json");

    private final Deque<String> deployments = new ArrayDeque<>();
    private AgentConfig config;
    private StateDirectory state;
    private ProbeSetup probes;

    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    public AgentVerticle() {}

    @Override
    public Future<?> start() {
        return readConfig()
                .compose(this::lockState)
                .compose(locked -> deploy(backend()))
                .compose(deployed -> deploy(new OutboxVerticle(config, state.file("outbox.db"))))
                .compose(deployed -> deploy(scheduler()))
                .compose(deployed -> deployHeartbeat())
                .compose(deployed -> deploy(new TaskSyncVerticle(config, state.file("tasks-cache.json"))))
                .onSuccess(deployed -> LOG.atInfo()
                        .addKeyValue("agent_id", config.agentId())
                        .addKeyValue("server_url", config.serverUrl())
                        .addKeyValue("version", Version.read())
                        .log("agent started"))
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    @Override
    public Future<?> stop() {
        return deployments.isEmpty() ? releaseState() : stopInOrder();
    }

    /** Sync first, so that nothing new comes; then the runs end; then the last heartbeat tells of it; then the rest. */
    private Future<?> stopInOrder() {
        LOG.info("stopping");
        return undeployLast()
                .compose(syncGone -> drain())
                .recover(this::goOn)
                .compose(drained -> undeployAll())
                .recover(this::goOn)
                .compose(undeployed -> releaseState())
                .onSuccess(released -> LOG.info("agent stopped"));
    }

    private Future<Void> drain() {
        return new Bus(vertx)
                .ask(Addresses.SCHEDULER_DRAIN, new Drain(config.shutdownTimeout()))
                .mapEmpty();
    }

    private Future<Void> goOn(Throwable failure) {
        LOG.error("a part did not stop as it should", failure);
        return Future.succeededFuture();
    }

    private Future<Void> undeployAll() {
        return deployments.isEmpty() ? Future.succeededFuture() : undeployLast().compose(next -> undeployAll());
    }

    private Future<Void> undeployLast() {
        return vertx.undeploy(deployments.pop());
    }

    private Future<Void> releaseState() {
        try {
            if (probes != null) {
                probes.close();
            }
            if (state != null) {
                state.close();
            }
            return Future.succeededFuture();
        } catch (IOException failure) {
            return Future.failedFuture(failure);
        }
    }

    private Future<Void> readConfig() {
        Path file = Path.of(config().getString(CONFIG_FILE, DEFAULT_CONFIG.toString()));
        return new ConfigSource(vertx, file).load().map(loaded -> {
            config = loaded.config();
            LoggingSetup.apply(config.logging());
            say(file, loaded);
            return null;
        });
    }

    private static void say(Path file, AgentConfigReader.Loaded loaded) {
        loaded.upgrades()
                .forEach(change -> LOG.atInfo()
                        .addKeyValue("file", file)
                        .addKeyValue("change", change)
                        .log("old configuration file upgraded in memory"));
        loaded.warnings()
                .forEach(warning -> LOG.atWarn()
                        .addKeyValue("file", file)
                        .addKeyValue("key", warning.path())
                        .addKeyValue("warning", warning.description())
                        .log("configuration"));
    }

    private Future<Void> lockState(Void configRead) {
        try {
            // A few system calls, once: not worth a thread.
            state = StateDirectory.lock(config.stateDirectory());
            return Future.succeededFuture();
        } catch (IOException failure) {
            return Future.failedFuture(failure);
        }
    }

    private Future<Void> deploy(Deployable verticle) {
        return vertx.deployVerticle(verticle).map(id -> {
            deployments.push(id);
            return null;
        });
    }

    private Deployable backend() {
        return config.embedded()
                ? new EmbeddedBackendVerticle(config, TASKS, state.file("results.db"))
                : new HttpBackendVerticle(config);
    }

    private Deployable scheduler() {
        return new SchedulerVerticle(config, () -> {
            probes = ProbeSetup.of(vertx, config);
            return probes.factories();
        });
    }

    /** In shadow mode nothing is posted, so that the agent beside which this one is tried stays the only one heard. */
    private Future<Void> deployHeartbeat() {
        return config.backend().deliver()
                ? deploy(new HeartbeatVerticle(config, HostName.read(), Version.read()))
                : Future.succeededFuture();
    }
}
