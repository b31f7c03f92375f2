package io.dialer.agent;

import io.dialer.agent.backend.HttpBackendVerticle;
import io.dialer.agent.backend.embedded.EmbeddedBackendVerticle;
import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.AgentPhase;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.AgentConfigReader;
import io.dialer.agent.console.ConsoleVerticle;
import io.dialer.agent.heartbeat.HeartbeatVerticle;
import io.dialer.agent.outbox.OutboxVerticle;
import io.dialer.agent.scheduler.SchedulerVerticle;
import io.dialer.agent.store.StateDirectory;
import io.dialer.agent.sync.TaskSyncVerticle;
import io.dialer.agent.telemetry.LoggingSetup;
import io.dialer.agent.warmup.WarmUp;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main verticle: reads the configuration, and deploys the others as a chain, which stops in reverse. The order is
 * the table in {@code verticles.md}. Its deployment configuration is the configuration itself, or the path of its file
 * under {@link #CONFIG_FILE}, or empty, which means {@code conf/agent_config.json}, written where it is not there.
 */
public final class AgentVerticle extends VerticleBase {
    /** The deployment configuration's key for the configuration file's path; no other may stand beside it. */
    public static final String CONFIG_FILE = "config_file";

    private static final Logger LOG = LoggerFactory.getLogger(AgentVerticle.class);

    private AgentConfig config;
    private GivenConfig given;
    private StateDirectory state;
    private ProbeSetup probes;

    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    public AgentVerticle() {}

    @Override
    public Future<?> start() {
        given = GivenConfig.of(config());
        return readConfig()
                .compose(this::lockState)
                .compose(locked -> vertx.deployVerticle(Chain.of(inStartOrder())))
                .onSuccess(deployed -> new Bus(vertx).publish(Addresses.AGENT_PHASE, AgentPhase.RUNNING))
                .onSuccess(deployed -> LOG.atInfo()
                        .addKeyValue("agent_id", config.agentId())
                        .addKeyValue("server_url", config.serverUrl())
                        .addKeyValue("config", given.origin())
                        .addKeyValue("version", Version.read())
                        .log("agent started"))
                .onFailure(failure -> releaseState());
    }

    /** Vert.x has stopped the chain by now. */
    @Override
    public Future<?> stop() {
        releaseState();
        LOG.info("agent stopped");
        return Future.succeededFuture();
    }

    private List<Deployable> inStartOrder() {
        List<Deployable> order = new ArrayList<>();
        order.add(backend());
        order.add(new ConsoleVerticle(config));
        order.add(new OutboxVerticle(config, state.file("outbox.db")));
        order.add(scheduler());
        order.add(context -> WarmUp.begin(vertx, probes.factories(), probes.network()));
        // In shadow mode nothing is posted, so that the agent beside which this one is tried stays the only one heard.
        if (config.backend().deliver()) {
            order.add(new HeartbeatVerticle(config, HostName.read(), Version.read()));
        }
        order.add(new DrainAtStop(config.shutdownTimeout()));
        order.add(new TaskSyncVerticle(config, state.file("tasks-cache.json")));
        return order;
    }

    private void releaseState() {
        try {
            if (probes != null) {
                probes.close();
            }
            if (state != null) {
                state.close();
            }
        } catch (IOException failure) {
            LOG.error("the state directory cannot be released", failure);
        }
    }

    private Future<Void> readConfig() {
        return given.load(vertx).map(loaded -> {
            config = loaded.config();
            LoggingSetup.apply(config.logging());
            say(given.origin(), loaded);
            if (vertx.isClustered()) {
                LOG.warn("this version forms the cluster, but each member runs all the tasks of its agent_id");
            }
            return null;
        });
    }

    private static void say(String file, AgentConfigReader.Loaded loaded) {
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
        } catch (StateDirectory.InUse inUse) {
            return Future.failedFuture(inUse);
        } catch (IOException failure) {
            return Future.failedFuture(
                    new IOException("state_dir %s cannot be used: %s".formatted(config.stateDirectory(), failure)));
        }
    }

    private Deployable backend() {
        return config.embedded()
                ? new EmbeddedBackendVerticle(
                        config,
                        new EmbeddedBackendVerticle.Files(
                                tasksFile(), state.file("tasks.json"), state.file("embedded.db")))
                : new HttpBackendVerticle(config);
    }

    private Path tasksFile() {
        Path configured = config.embeddedStore().tasks();
        return configured == null ? given.tasksFile() : configured;
    }

    private Deployable scheduler() {
        return new SchedulerVerticle(config, () -> {
            probes = ProbeSetup.of(vertx, config);
            return probes.factories();
        });
    }
}
