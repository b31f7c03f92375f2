package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.ProxyAddress;
import io.dialer.agent.probe.net.IpVersion;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which way a call takes.
 *
 * @param ipVersion the families that may be used
 * @param sourceAddress our own address; null: the system chooses
 * @param resolveTo the address to connect to in place of the URL's host, for URLs on that host, and then without a proxy
 * @param proxies the proxy for a URL; empty: none
 */
public record HttpRoute(
        IpVersion ipVersion,
        @Nullable InetAddress sourceAddress,
        @Nullable InetAddress resolveTo,
        Function<Url, Optional<ProxyAddress>> proxies) {
    @Nullable
    ProxyAddress proxyFor(Url url) {
        return resolveTo == null ? proxies.apply(url).orElse(null) : null;
    }

    HttpRoute toAnotherHost() {
        return new HttpRoute(ipVersion, sourceAddress, null, proxies);
    }
}
