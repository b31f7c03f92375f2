package io.dialer.agent.probe.type.dns;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.net.AddressOption;
import io.dialer.agent.probe.net.HostPort;
import io.dialer.agent.probe.net.IpVersion;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.TlsSettings;
import io.dialer.agent.probe.net.dns.DnsServer;
import io.dialer.agent.probe.net.dns.DnsTransport;
import io.dialer.agent.probe.net.http.ProtocolChoice;
import io.dialer.agent.probe.net.http.Url;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Record;

/**
 * The options of {@code dns}.
 *
 * @param question name, type and class
 * @param server who is asked, looked up anew at each run, because the system's servers may change; null: there is none
 * @param recursion whether the server shall ask others
 * @param timeout of one attempt
 */
record DnsOptions(Record question, Supplier<@Nullable DnsServer> server, boolean recursion, Duration timeout) {
    private static final String SERVER_ALLOWED = "host, host:port or [v6]:port; for https also a URL";
    private static final String USUAL_PATH = "/dns-query";

    static DnsOptions from(String target, Options options, ProbeNetwork network) {
        return new DnsOptions(
                Question.from(target, options),
                server(options, network),
                options.flag("recursion", true),
                options.seconds("timeout", 5, 0.001, 3600));
    }

    private static Supplier<@Nullable DnsServer> server(Options options, ProbeNetwork network) {
        DnsTransport transport = transport(options);
        int port = options.integer("port", 0, 0, 65_535);
        InetAddress source = AddressOption.sourceOf(options);
        IpVersion ipVersion = AddressOption.familyFor(options, source);
        @Nullable
        TlsSettings tls = switch (transport) {
            case UDP, TCP -> null;
            case TLS -> network.tlsSettings(options, true, 0);
            case HTTPS -> network.tlsSettings(options, true, 0, ProtocolChoice.AUTO.offered());
        };
        String written = options.text("server", "").strip();
        if (written.isEmpty()) {
            return () -> {
                List<InetSocketAddress> servers = network.resolver().servers();
                if (servers.isEmpty()) {
                    return null;
                }
                // One and always the first: what is measured is a server, and not the search for one that works.
                InetSocketAddress first = servers.getFirst();
                int own = transport == DnsTransport.UDP || transport == DnsTransport.TCP
                        ? first.getPort()
                        : transport.port();
                HostPort endpoint = new HostPort(first.getAddress().getHostAddress(), port == 0 ? own : port);
                boolean asTheSystemDoes = tls == null && endpoint.port() == first.getPort();
                return new DnsServer(
                        endpoint, transport, ipVersion, source, tls, urlOf(transport, endpoint), asTheSystemDoes);
            };
        }
        DnsServer server = transport == DnsTransport.HTTPS && written.contains("//")
                ? byUrl(written, port, ipVersion, source, tls)
                : byAddress(written, transport, port, ipVersion, source, tls);
        return () -> server;
    }

    private static DnsTransport transport(Options options) {
        String[] names =
                Arrays.stream(DnsTransport.values()).map(DnsTransport::option).toArray(String[]::new);
        return DnsTransport.valueOf(
                options.oneOf("transport", DnsTransport.UDP.option(), names).toUpperCase(Locale.ROOT));
    }

    private static DnsServer byUrl(
            String written, int port, IpVersion ipVersion, @Nullable InetAddress source, @Nullable TlsSettings tls) {
        Url url;
        try {
            url = Url.parse(written);
        } catch (InvalidOption noUrl) {
            throw new InvalidOption("server", written, SERVER_ALLOWED);
        }
        if (!url.tls() || port != 0) {
            throw port == 0
                    ? new InvalidOption("server", written, "a URL that begins with https://")
                    : new InvalidOption("port", port, "nothing beside a URL as server");
        }
        return new DnsServer(url.endpoint(), DnsTransport.HTTPS, ipVersion, source, tls, url, false);
    }

    private static DnsServer byAddress(
            String written,
            DnsTransport transport,
            int port,
            IpVersion ipVersion,
            @Nullable InetAddress source,
            @Nullable TlsSettings tls) {
        HostPort endpoint;
        try {
            endpoint = HostPort.parse(written, 0);
        } catch (InvalidOption noServer) {
            throw new InvalidOption("server", written, SERVER_ALLOWED);
        }
        if (port != 0 && endpoint.port() != 0 && endpoint.port() != port) {
            throw new InvalidOption("port", port, "the port that stands in server, or nothing");
        }
        int used = endpoint.port() != 0 ? endpoint.port() : port != 0 ? port : transport.port();
        HostPort complete = new HostPort(endpoint.host(), used);
        return new DnsServer(complete, transport, ipVersion, source, tls, urlOf(transport, complete), false);
    }

    private static @Nullable Url urlOf(DnsTransport transport, HostPort endpoint) {
        return transport == DnsTransport.HTTPS ? Url.parse("https://" + endpoint + USUAL_PATH) : null;
    }
}
