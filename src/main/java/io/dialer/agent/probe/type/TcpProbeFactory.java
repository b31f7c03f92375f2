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
import io.dialer.agent.probe.net.StartTls;
import io.dialer.agent.probe.net.TlsSettings;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the options of {@code tcp} tasks. */
public final class TcpProbeFactory implements ProbeFactory {
    private static final int DEFAULT_PORT = 80;

    @Override
    public String type() {
        return "tcp";
    }

    @Override
    public Probe create(ProbeTask task, Options options, ProbeContext context) {
        String target = task.target();
        ProbeNetwork network = context.service(ProbeNetwork.class);
        HostPort hostPort = HostPort.parse(target, DEFAULT_PORT);
        boolean tls = options.flag("tls", false);
        StartTls startTls = startTls(options);
        List<QueryStep> steps = QueryStep.from(options);
        long beginnings = (tls ? 1 : 0)
                + (startTls == null ? 0 : 1)
                + steps.stream().filter(QueryStep::startTls).count();
        if (beginnings > 1) {
            throw new InvalidOption("starttls", beginnings + " times", "TLS begins once: by tls, starttls or one step");
        }
        TlsSettings settings =
                beginnings == 0 ? null : network.tlsSettings(options, true, 0).awaitingVerdict();
        InetAddress source = AddressOption.sourceOf(options);
        Endpoint endpoint = new Endpoint(
                hostPort.host(),
                hostPort.port(),
                AddressOption.familyFor(options, source),
                source,
                tls ? settings : null);
        Probe probe = new StreamProbe(
                network.connector(),
                new StreamPlan(
                        type(),
                        endpoint,
                        startTls,
                        steps,
                        tls ? null : settings,
                        options.seconds("timeout", 5, 0.001, 3600)),
                context.messages());
        return NetworkEvidence.around(probe, options, hostPort.host(), network, context.messages());
    }

    private static @Nullable StartTls startTls(Options options) {
        String[] names = Arrays.stream(StartTls.values()).map(StartTls::option).toArray(String[]::new);
        if (!options.has("starttls")) {
            return null;
        }
        String name = options.oneOf("starttls", "", names);
        return StartTls.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
