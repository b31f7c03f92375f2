package io.dialer.agent.policy;

import io.dialer.agent.config.SecurityConfig;
import io.dialer.agent.probe.net.TargetPolicy;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The policies of a process, as the configuration has them now: whoever was given one asks by it for what holds at that moment.
 * Safe for use by several threads.
 */
public final class TargetPolicies {
    private volatile State state;

    /**
     * What holds.
     *
     * @param guarded whether our own console is forbidden: where the tasks are somebody else's
     * @param ports where it listens so far
     */
    private record State(SecurityConfig security, boolean guarded, Set<Integer> ports) {
        TargetRules of(String tenant) {
            OwnConsole console = guarded ? new OwnConsole(ports) : OwnConsole.NONE;
            return new TargetRules(security.targetsOf(tenant), console);
        }
    }

    /**
     * The policies of a configuration, while no console listens.
     *
     * @param remote whether the tasks come from a backend outside this process
     */
    public TargetPolicies(SecurityConfig security, boolean remote) {
        state = new State(security, remote, Set.of());
    }

    /** Another configuration holds from now on. */
    public synchronized void reconfigure(SecurityConfig security, boolean remote) {
        state = new State(security, remote, state.ports);
    }

    /** Our console, or its listener for scrapes, listens at that port as well. */
    public synchronized void consoleListensAt(int port) {
        Set<Integer> ports = new HashSet<>(state.ports);
        ports.add(port);
        state = new State(state.security, state.guarded, Set.copyOf(ports));
    }

    /** The policy for the tasks of a tenant; null: for those of nobody in particular. */
    public TargetPolicy of(@Nullable Object tenantId) {
        String tenant = String.valueOf(tenantId);
        return (host, address, port) -> state.of(tenant).refusal(host, address, port);
    }
}
