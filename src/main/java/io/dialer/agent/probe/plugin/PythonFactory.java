package io.dialer.agent.probe.plugin;

import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.ProbeTask;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The type that a Python file defines. */
final class PythonFactory implements ProbeFactory {
    /** Of a task that says nothing. */
    private static final int USUAL_SECONDS = 60;

    private static final int LONGEST_SECONDS = 3600;
    /** Plugins read {@code timeout} themselves; they get some time to say that it is up. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final PythonTypes python;
    private final PluginFile plugin;

    PythonFactory(PythonTypes python, PluginFile plugin) {
        this.python = python;
        this.plugin = plugin;
    }

    @Override
    public String type() {
        return plugin.type();
    }

    @Override
    public boolean ownsOptions() {
        return true;
    }

    @Override
    public Probe create(ProbeTask task, Options options, ProbeContext context) {
        if (plugin.error() != null) {
            return new BrokenPlugin(context.messages().text("plugin.fault", plugin.file(), plugin.error()));
        }
        Duration limit = options.has("run_timeout")
                ? options.seconds("run_timeout", USUAL_SECONDS, 0.001, LONGEST_SECONDS)
                : limit(options.written("timeout"));
        return new PythonProbe(python, plugin.file(), task, limit, context.messages());
    }

    /** The option is the plugin's, in whatever form; where it is a number of seconds the agent reads it as well. */
    private static Duration limit(@Nullable Object timeout) {
        double seconds = timeout instanceof Number number ? number.doubleValue() : 0;
        return seconds > 0 && seconds <= LONGEST_SECONDS
                ? Duration.ofNanos(Math.round(seconds * 1e9)).plus(GRACE)
                : Duration.ofSeconds(USUAL_SECONDS);
    }
}
