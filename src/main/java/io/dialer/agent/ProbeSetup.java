package io.dialer.agent;

import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactories;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.vertx.core.Vertx;
import java.util.Map;

/**
 * The probe types with what they share.
 *
 * @param factories the types
 * @param network what they share, closed with this
 */
record ProbeSetup(ProbeFactories factories, ProbeNetwork network) implements AutoCloseable {
    /** Called on the scheduler's event loop, which probes' sockets must spare. */
    static ProbeSetup of(Vertx vertx, AgentConfig config) {
        ProbeNetwork network = ProbeNetwork.ofSystem(vertx);
        ProbeContext context =
                new ProbeContext(new Messages(config.language().locale()), Map.of(ProbeNetwork.class, network));
        return new ProbeSetup(new ProbeFactories(context, config::probeDefaults), network);
    }

    @Override
    public void close() {
        network.close();
    }
}
