package io.dialer.agent;

import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.ConsoleConfig;
import io.dialer.agent.config.PluginsConfig;
import io.dialer.agent.policy.TargetPolicies;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactories;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.plugin.PluginFolder;
import io.dialer.agent.probe.plugin.PluginSettings;
import io.dialer.agent.probe.plugin.exec.CommandFolders;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The probe types with what they share: the built-in ones, and the plugins that stand in a folder at the time.
 */
final class ProbeSetup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeSetup.class);
    /** For plugins, before tasks of built-in types begin. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final ProbeNetwork network;
    private final ProbeFactories builtIn;
    private final ProbeFactories unguarded;
    private final CommandFolders commands;
    private final PluginFolder plugins;

    private ProbeSetup(
            ProbeNetwork network,
            ProbeFactories builtIn,
            ProbeFactories unguarded,
            CommandFolders commands,
            PluginFolder plugins) {
        this.network = network;
        this.builtIn = builtIn;
        this.unguarded = unguarded;
        this.commands = commands;
        this.plugins = plugins;
    }

    /**
     * Called on the scheduler's event loop, which probes' sockets must spare.
     *
     * @param policies which targets may be probed
     * @param whenTypesChange called, on any thread, after plugins came or went
     */
    static ProbeSetup of(Vertx vertx, AgentConfig config, TargetPolicies policies, Runnable whenTypesChange) {
        ProbeNetwork network = ProbeNetwork.ofSystem(vertx).under(policies::of);
        CommandFolders commands = new CommandFolders(config.exec().allowedDirectories());
        ProbeFactories builtIn = builtIn(config, network, commands);
        ProbeFactories unguarded = builtIn(config, network.unguarded(), commands);
        PluginFolder plugins = new PluginFolder(settings(config), Set.copyOf(builtIn.types()), whenTypesChange);
        return new ProbeSetup(network, builtIn, unguarded, commands, plugins);
    }

    private static ProbeFactories builtIn(AgentConfig config, ProbeNetwork network, CommandFolders commands) {
        ProbeContext context =
                new ProbeContext(messages(config), Map.of(ProbeNetwork.class, network, CommandFolders.class, commands));
        return new ProbeFactories(context, config::probeDefaults);
    }

    /** Begins to look for plugins; completes when those that are there have been loaded, or take too long. Never fails. */
    Future<Void> loadPlugins() {
        return Future.fromCompletionStage(plugins.begin())
                .timeout(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(slow -> {
                    LOG.warn("the plugins take long to load; the other types begin without them");
                    return null;
                });
    }

    /** All types as they are now, as a configuration wants them; probes that were made before keep what they have. */
    ProbeFactories factories(AgentConfig config) {
        plugins.reconfigure(settings(config));
        commands.replace(config.exec().allowedDirectories());
        return builtIn.with(messages(config), config::probeDefaults, plugins.factories());
    }

    /** The built-in types alone, under no policy: for targets of our own. */
    ProbeFactories unguarded() {
        return unguarded;
    }

    ProbeNetwork network() {
        return network;
    }

    private static Messages messages(AgentConfig config) {
        return new Messages(config.language().locale());
    }

    private static PluginSettings settings(AgentConfig config) {
        PluginsConfig plugins = config.plugins();
        return new PluginSettings(
                plugins.directory(),
                plugins.python(),
                plugins.processes(),
                plugins.threads(),
                plugins.environment(),
                plugins.maxMemory(),
                PluginSettings.Precedence.valueOf(plugins.override().name()),
                serverUrl(config));
    }

    /** Plugins post to it, so that it must be one also where the backend is in this process. */
    private static String serverUrl(AgentConfig config) {
        ConsoleConfig console = config.console();
        if (!config.embedded()) {
            return config.serverUrl();
        }
        String host = console.host().equals("0.0.0.0") ? "127.0.0.1" : console.host();
        return console.port() > 0
                ? "%s://%s:%d".formatted(console.secure() ? "https" : "http", host, console.port())
                : config.serverUrl();
    }

    @Override
    public void close() {
        plugins.close();
        network.close();
    }
}
