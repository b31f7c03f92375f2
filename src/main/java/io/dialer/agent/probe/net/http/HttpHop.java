package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.ProxyAddress;
import io.dialer.agent.probe.net.TlsSession;
import io.dialer.agent.probe.net.Tried;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request with what came back, as far as it came.
 *
 * @param url what was asked
 * @param status 0 where no answer came
 * @param protocol for example {@code HTTP/1.1}; empty where no answer came
 * @param headers of the answer, as received, in order
 * @param trailers what stood behind the body in the same form
 * @param addresses what the host resolved to
 * @param address the one that was connected; where none was, the one that the failure is about
 * @param tried those that took no connection
 * @param proxy whose addresses these are; null: the host's own
 * @param tls what the handshake showed
 * @param bodyBytes of the body, decoded
 * @param endedWithoutNotice whether nothing but a close without TLS's own notice ended the body, so that it may have
 *     been cut
 * @param phases of this hop
 */
public record HttpHop(
        Url url,
        int status,
        String protocol,
        List<Map.Entry<String, String>> headers,
        List<Map.Entry<String, String>> trailers,
        List<InetAddress> addresses,
        @Nullable InetAddress address,
        List<Tried> tried,
        @Nullable ProxyAddress proxy,
        @Nullable TlsSession tls,
        long bodyBytes,
        boolean endedWithoutNotice,
        Phases phases) {
    public HttpHop {
        headers = List.copyOf(headers);
        trailers = List.copyOf(trailers);
        addresses = List.copyOf(addresses);
        tried = List.copyOf(tried);
    }

    /** The first value of a header, whatever its case. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** True where the answer points to another place. */
    public boolean redirects() {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> header("location").isPresent();
            default -> false;
        };
    }
}
