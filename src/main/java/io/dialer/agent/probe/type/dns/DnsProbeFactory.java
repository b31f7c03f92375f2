package io.dialer.agent.probe.type.dns;

import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.dns.DnsClient;

/** Makes {@code dns} probes. */
public final class DnsProbeFactory implements ProbeFactory {
    @Override
    public String type() {
        return "dns";
    }

    @Override
    public Probe create(ProbeTask task, Options options, ProbeContext context) {
        ProbeNetwork network = context.service(ProbeNetwork.class);
        return new DnsProbe(
                DnsOptions.from(task.target(), options, network),
                DnsConditions.from(options),
                new DnsClient(network),
                context.messages());
    }
}
