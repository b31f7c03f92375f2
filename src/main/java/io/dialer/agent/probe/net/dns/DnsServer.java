package io.dialer.agent.probe.net.dns;

import io.dialer.agent.probe.net.HostPort;
import io.dialer.agent.probe.net.IpVersion;
import io.dialer.agent.probe.net.TlsSettings;
import io.dialer.agent.probe.net.http.Url;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked, and how.
 *
 * @param endpoint a name or a literal address, and the port
 * @param transport what carries the question
 * @param ipVersion the families that may be used
 * @param source our own address; null: the system chooses
 * @param tls for {@code tls} and {@code https}; null for the others
 * @param url for {@code https}; null for the others
 * @param ofSystem whether it is one that this host asks for every name, so that no policy forbids it: clouds have theirs at a
 *     link-local address
 */
public record DnsServer(
        HostPort endpoint,
        DnsTransport transport,
        IpVersion ipVersion,
        @Nullable InetAddress source,
        @Nullable TlsSettings tls,
        @Nullable Url url,
        boolean ofSystem) {
    /** The URL for {@code https}, else host and port. */
    @Override
    public String toString() {
        return url == null ? endpoint.toString() : url.toString();
    }
}
