package io.dialer.agent.probe.type;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.net.Endpoint;
import io.dialer.agent.probe.net.HostPort;
import io.dialer.agent.probe.net.ProbeNetwork;
import java.net.InetAddress;
import java.util.List;

/** Reads the options of {@code tcp} tasks. */
public final class TcpProbeFactory implements ProbeFactory {
    private static final int DEFAULT_PORT = 80;

    @Override
    public String type() {
        return "tcp";
    }

    @Override
    public Probe create(String target, Options options, ProbeContext context) {
        // An option that would be passed over in silence could turn a failure into a success.
        for (String name : List.of("starttls", "query_response")) {
            if (options.has(name)) {
                throw new InvalidOption(name, "a value", "nothing yet: this version cannot do it");
            }
        }
        ProbeNetwork network = context.service(ProbeNetwork.class);
        HostPort hostPort = HostPort.parse(target, DEFAULT_PORT);
        boolean tls = options.flag("tls", false);
        InetAddress source = AddressOption.sourceOf(options);
        Endpoint endpoint = new Endpoint(
                hostPort.host(),
                hostPort.port(),
                AddressOption.familyFor(options, source),
                source,
                tls ? network.tlsSettings(options, true, 0) : null);
        return new TcpProbe(
                network.connector(), endpoint, options.seconds("timeout", 5, 0.001, 3600), context.messages());
    }
}
