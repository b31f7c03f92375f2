package io.dialer.agent;

import io.dialer.agent.backend.Backend;
import io.dialer.agent.backend.HttpBackendVerticle;
import io.dialer.agent.backend.embedded.EmbeddedBackendVerticle;
import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.AgentPhase;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.ProbeTypesChanged;
import io.dialer.agent.cluster.MembershipVerticle;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.AgentConfigReader;
import io.dialer.agent.config.ClusterConfig;
import io.dialer.agent.config.ConfigSource;
import io.dialer.agent.console.ConsoleVerticle;
import io.dialer.agent.heartbeat.HeartbeatVerticle;
import io.dialer.agent.outbox.HistoryVerticle;
import io.dialer.agent.outbox.OutboxVerticle;
import io.dialer.agent.policy.TargetPolicies;
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
    private ConfigSource source;
    private ConfigReload reload;
    private StateDirectory state;
    private String identity;
    private ProbeSetup probes;
    private TargetPolicies policies;

    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    public AgentVerticle() {}

    @Override
    public Future<?> start() {
        given = GivenConfig.of(config());
        try {
            source = given.source(vertx);
        } catch (IOException failure) {
            return Future.failedFuture(failure);
        }
        return source.load()
                .compose(this::begin)
                .compose(this::lockState)
                .compose(locked -> vertx.deployVerticle(Chain.of(inStartOrder())))
                .onSuccess(deployed -> source.watch(reload))
                .onSuccess(deployed -> new Bus(vertx).publish(Addresses.AGENT_PHASE, AgentPhase.RUNNING))
                .onSuccess(deployed -> LOG.atInfo()
                        .addKeyValue("agent_id", config.agentId())
                        .addKeyValue("server_url", config.serverUrl())
                        .addKeyValue("config", given.origin())
                        .addKeyValue("version", Version.read())
                        .log("agent started"))
                .onFailure(failure -> {
                    source.close();
                    releaseState();
                });
    }

    /** Vert.x has stopped the chain by now. */
    @Override
    public Future<?> stop() {
        releaseState();
        LOG.info("agent stopped");
        return source.close();
    }

    private List<Deployable> inStartOrder() {
        List<Deployable> order = new ArrayList<>();
        order.add(new BackendSwitch(config, this::backend));
        order.add(new MembershipVerticle(config, identity, HostName.read(), Version.read()));
        order.add(new ConsoleVerticle(config, Version.read(), given.modulesFile()));
        order.add(new OutboxVerticle(config, state.file("outbox.db")));
        order.add(new HistoryVerticle(config.history(), state.file("history.db")));
        order.add(scheduler());
        order.add(context -> probes.loadPlugins());
        order.add(context -> WarmUp.begin(vertx, probes.unguarded(), probes.network()));
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

    private Future<Void> begin(AgentConfigReader.Loaded read) {
        config = read.config();
        LoggingSetup.apply(config.logging());
        ConfigWords.say(given.origin(), read, List.of());
        if (!vertx.isClustered() && !config.cluster().equals(ClusterConfig.DEFAULT)) {
            LOG.warn("the section cluster has no effect without -cluster: this agent runs all tasks of its agent_id");
        }
        Bus bus = new Bus(vertx);
        policies = new TargetPolicies(config.security(), !config.embedded());
        bus.subscribe(Addresses.CONSOLE_OPENED, console -> policies.consoleListensAt(console.port()));
        bus.subscribe(
                Addresses.CONFIG_CHANGED,
                changed -> policies.reconfigure(
                        changed.config().security(), !changed.config().embedded()));
        reload = new ConfigReload(bus, given.origin(), read);
        bus.answer(Addresses.CONFIG_STATUS, query -> Future.succeededFuture(reload.status()));
        bus.answer(Addresses.CONFIG_SHOWN, query -> Future.succeededFuture(reload.shown()));
        bus.subscribe(Addresses.AGENT_PHASE, phase -> {
            if (phase == AgentPhase.DRAINING) {
                source.close();
            }
        });
        return Future.succeededFuture();
    }

    private Future<Void> lockState(Void configRead) {
        try {
            // A few system calls, once: not worth a thread.
            state = StateDirectory.lock(config.stateDirectory());
            identity = state.identity();
            return Future.succeededFuture();
        } catch (StateDirectory.InUse inUse) {
            return Future.failedFuture(inUse);
        } catch (IOException failure) {
            return Future.failedFuture(
                    new IOException("state_dir %s cannot be used: %s".formatted(config.stateDirectory(), failure)));
        }
    }

    private Backend backend(AgentConfig wanted) {
        return wanted.embedded()
                ? new EmbeddedBackendVerticle(
                        wanted,
                        new EmbeddedBackendVerticle.Files(
                                tasksFile(wanted), state.file("tasks.json"), state.file("embedded.db")))
                : new HttpBackendVerticle(wanted);
    }

    private Path tasksFile(AgentConfig wanted) {
        Path configured = wanted.embeddedStore().tasks();
        return configured == null ? given.tasksFile() : configured;
    }

    private Deployable scheduler() {
        return new SchedulerVerticle(config, wanted -> {
            if (probes == null) {
                Bus bus = new Bus(vertx);
                probes = ProbeSetup.of(
                        vertx, wanted, policies, () -> bus.publish(Addresses.PROBE_TYPES, new ProbeTypesChanged()));
            }
            return probes.factories(wanted);
        });
    }
}
