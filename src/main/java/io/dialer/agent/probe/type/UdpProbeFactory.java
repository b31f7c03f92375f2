package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.net.ProbeNetwork;

/** Makes {@code udp} probes. */
public final class UdpProbeFactory implements ProbeFactory {
    @Override
    public String type() {
        return "udp";
    }

    @Override
    public Probe create(ProbeTask task, Options options, ProbeContext context) {
        return new UdpProbe(
                UdpPlan.from(task.target(), options), context.service(ProbeNetwork.class), context.messages());
    }
}
