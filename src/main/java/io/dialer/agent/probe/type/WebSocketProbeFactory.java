package io.dialer.agent.probe.type;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.net.AddressOption;
import io.dialer.agent.probe.net.Endpoint;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.TlsSettings;
import io.dialer.agent.probe.net.http.HttpOptions;
import io.dialer.agent.probe.net.http.ProtocolChoice;
import io.dialer.agent.probe.net.http.Url;
import io.dialer.agent.probe.net.websocket.WebSocketRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes {@code websocket} probes. */
public final class WebSocketProbeFactory implements ProbeFactory {
    private static final Pattern TARGET = Pattern.compile("(?i)ws(s?)://(.+)");
    /** RFC 6455, section 4.1: tokens. */
    private static final Pattern SUBPROTOCOL = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    @Override
    public String type() {
        return "websocket";
    }

    @Override
    public Probe create(ProbeTask task, Options options, ProbeContext context) {
        ProbeNetwork network = context.service(ProbeNetwork.class);
        Url url = url(task.target());
        List<QueryStep> steps = QueryStep.from(options);
        if (steps.stream().anyMatch(QueryStep::startTls)) {
            throw new InvalidOption("query_response", "starttls", "expect, send and labels in a step");
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>(options.pairs("headers"));
        HttpOptions.validate("headers", headers);
        InetAddress source = AddressOption.sourceOf(options);
        TlsSettings tls = network.tlsSettings(options, true, 0, ProtocolChoice.HTTP_1_1.offered());
        Endpoint endpoint = new Endpoint(
                url.endpoint().host(),
                url.endpoint().port(),
                AddressOption.familyFor(options, source),
                source,
                url.tls() ? tls : null);
        return new WebSocketProbe(
                network.connector(),
                endpoint,
                new WebSocketRequest(url, subprotocols(options), headers),
                steps,
                options.seconds("timeout", 10, 0.001, 3600),
                context.messages());
    }

    private static Url url(String target) {
        Matcher parts = TARGET.matcher(target.strip());
        if (!parts.matches()) {
            throw new InvalidOption("target", target, "a ws or wss URL");
        }
        try {
            return Url.parse("http" + parts.group(1) + "://" + parts.group(2));
        } catch (InvalidOption noUrl) {
            throw new InvalidOption("target", target, "a ws or wss URL");
        }
    }

    /** Empty: none is offered. */
    private static String subprotocols(Options options) {
        List<String> offered = options.texts("subprotocol", List.of());
        offered.forEach(one -> {
            if (!SUBPROTOCOL.matcher(one).matches()) {
                throw new InvalidOption("subprotocol", one, "names without blanks and commas, in a list");
            }
        });
        return String.join(",", offered);
    }
}
