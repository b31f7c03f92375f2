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
 * @param beyond the target, where host and port are a proxy, which finds its address; null: they are the target
 * @param alias what the target is called, where the task gives its address, which is the host then; null: as the host
 */
public record Endpoint(
        String host,
        int port,
        IpVersion ipVersion,
        @Nullable InetAddress sourceAddress,
        @Nullable TlsSettings tls,
        @Nullable Tunnel tunnel,
        @Nullable HostPort beyond,
        @Nullable String alias) {
    public Endpoint(
            String host,
            int port,
            IpVersion ipVersion,
            @Nullable InetAddress sourceAddress,
            @Nullable TlsSettings tls) {
        this(host, port, ipVersion, sourceAddress, tls, null, null, null);
    }
}
