package io.dialer.agent.probe.type;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.net.ProbeNetwork;

/** Makes {@code ping} probes. */
public final class PingProbeFactory implements ProbeFactory {
    @Override
    public String type() {
        return "ping";
    }

    @Override
    public Probe create(ProbeTask task, Options options, ProbeContext context) {
        String target = task.target();
        String host = target.strip();
        if (host.isEmpty()) {
            throw new InvalidOption("target", target, "a host name, an IPv4 or an IPv6 address");
        }
        ProbeNetwork network = context.service(ProbeNetwork.class);
        Probe probe = new PingProbe(host, PingOptions.from(options), network, context.messages());
        return NetworkEvidence.around(probe, options, host, network, context.messages());
    }
}
