package io.dialer.agent.probe.type.grpc;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.net.AddressOption;
import io.dialer.agent.probe.net.HostPort;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.http.BodyUse;
import io.dialer.agent.probe.net.http.HttpCall;
import io.dialer.agent.probe.net.http.HttpEngine;
import io.dialer.agent.probe.net.http.HttpOptions;
import io.dialer.agent.probe.net.http.HttpRoute;
import io.dialer.agent.probe.net.http.ProtocolChoice;
import io.dialer.agent.probe.net.http.Url;
import io.netty.handler.codec.http.HttpMethod;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes {@code grpc} probes: one call each time, by HTTP/2 alone (gRPC over HTTP2, PROTOCOL-HTTP2.md). */
public final class GrpcProbeFactory implements ProbeFactory {
    private static final String METHOD = "/grpc.health.v1.Health/Check";
    private static final String USER_AGENT = "IT-Dialer-Agent/2.0";
    private static final int MOST_BYTES = 64 << 10;

    @Override
    public String type() {
        return "grpc";
    }

    @Override
    public Probe create(ProbeTask task, Options options, ProbeContext context) {
        ProbeNetwork network = context.service(ProbeNetwork.class);
        HostPort target = HostPort.parse(task.target(), 0);
        if (target.port() == 0) {
            throw new InvalidOption("target", task.target(), "host:port or [v6]:port");
        }
        boolean tls = options.flag("tls", false);
        String service = options.text("service", "");
        Duration timeout = options.seconds("timeout", 5, 0.001, 3600);
        InetAddress source = AddressOption.sourceOf(options);
        HttpCall call = new HttpCall(
                Url.parse((tls ? "https://" : "http://") + target + METHOD),
                HttpMethod.POST,
                headers(options, timeout),
                USER_AGENT,
                Buffer.buffer(HealthMessages.request(service)),
                false,
                0,
                MOST_BYTES,
                BodyUse.TEXT,
                network.tlsSettings(options, true, 0, ProtocolChoice.HTTP_2.offered()),
                ProtocolChoice.HTTP_2,
                new HttpRoute(AddressOption.familyFor(options, source), source, null, url -> Optional.empty()),
                null,
                null);
        return new GrpcProbe(
                target,
                service,
                tls,
                call,
                timeout,
                new HttpEngine(network.connector(), network.heap()),
                context.messages());
    }

    private static List<Map.Entry<String, String>> headers(Options options, Duration timeout) {
        List<Map.Entry<String, String>> metadata = options.pairs("metadata");
        HttpOptions.validate("metadata", metadata);
        List<Map.Entry<String, String>> headers = new ArrayList<>(List.of(
                Map.entry("Content-Type", "application/grpc"),
                Map.entry("TE", "trailers"),
                Map.entry("Grpc-Timeout", Math.max(1, timeout.toMillis()) + "m")));
        headers.addAll(metadata);
        return headers;
    }
}
