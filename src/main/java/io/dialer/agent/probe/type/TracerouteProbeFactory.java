package io.dialer.agent.probe.type;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.net.ProbeNetwork;

/** Makes {@code traceroute} probes. */
public final class TracerouteProbeFactory implements ProbeFactory {
    @Override
    public String type() {
        return "traceroute";
    }

    @Override
    public Probe create(ProbeTask task, Options options, ProbeContext context) {
        String host = task.target().strip();
        if (host.isEmpty()) {
            throw new InvalidOption("target", task.target(), "a host name, an IPv4 or an IPv6 address");
        }
        return new TracerouteProbe(
                host, TraceOptions.from(options), context.service(ProbeNetwork.class), context.messages());
    }
}
