package io.dialer.agent.probe.net;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream probe connects to.
 *
 * @param host a name or a literal address
 * @param port 1 to 65535
 * @param ipVersion the families that may be used
 * @param sourceAddress our own address; null: the system chooses
 * @param tls how to talk TLS; null: plain
 * @param tunnel what opens the way on through host and port, before TLS; null: nothing is in between
 * @param named the target as its task names it, where host is something that stands for it, such as a proxy; null: it is
 *     host and port
 */
public record Endpoint(
        String host,
        int port,
        IpVersion ipVersion,
        @Nullable InetAddress sourceAddress,
        @Nullable TlsSettings tls,
        @Nullable Tunnel tunnel,
        @Nullable HostPort named) {
    public Endpoint(
            String host,
            int port,
            IpVersion ipVersion,
            @Nullable InetAddress sourceAddress,
            @Nullable TlsSettings tls) {
        this(host, port, ipVersion, sourceAddress, tls, null, null);
    }
}
