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
 */
public record Endpoint(
        String host,
        int port,
        IpVersion ipVersion,
        @Nullable InetAddress sourceAddress,
        @Nullable TlsSettings tls,
        @Nullable Tunnel tunnel) {
    public Endpoint(
            String host,
            int port,
            IpVersion ipVersion,
            @Nullable InetAddress sourceAddress,
            @Nullable TlsSettings tls) {
        this(host, port, ipVersion, sourceAddress, tls, null);
    }
}
