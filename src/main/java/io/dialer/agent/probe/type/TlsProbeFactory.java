package io.dialer.agent.probe.type;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.net.AddressOption;
import io.dialer.agent.probe.net.Endpoint;
import io.dialer.agent.probe.net.HostPort;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.TlsSettings;
import java.net.InetAddress;
import java.util.List;

/** Reads the options of {@code tls} tasks. */
public final class TlsProbeFactory implements ProbeFactory {
    private static final int LEAST_DAYS = 14;

    @Override
    public String type() {
        return "tls";
    }

    @Override
    public Probe create(ProbeTask task, Options options, ProbeContext context) {
        String target = task.target();
        ProbeNetwork network = context.service(ProbeNetwork.class);
        HostPort hostPort = HostPort.parse(target, 0);
        if (hostPort.port() == 0) {
            throw new InvalidOption("target", target, "host:port or [v6]:port");
        }
        // Who does not want the chain verified has not asked for days left either, unless it is written.
        int leastDays = options.flag("verify", true) ? LEAST_DAYS : 0;
        TlsSettings tls = network.tlsSettings(options, true, leastDays).awaitingVerdict();
        InetAddress source = AddressOption.sourceOf(options);
        Endpoint endpoint =
                new Endpoint(hostPort.host(), hostPort.port(), AddressOption.familyFor(options, source), source, tls);
        Probe probe = new StreamProbe(
                network.connector(),
                new StreamPlan(type(), endpoint, null, List.of(), null, options.seconds("timeout", 10, 0.001, 3600)),
                context.messages());
        return NetworkEvidence.around(probe, options, hostPort.host(), network, context.messages());
    }
}
