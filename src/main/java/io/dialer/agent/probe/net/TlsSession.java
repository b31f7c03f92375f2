package io.dialer.agent.probe.net;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS handshake showed.
 *
 * @param protocol for example {@code TLSv1.3}
 * @param cipher the suite's standard name
 * @param applicationProtocol what ALPN chose; null where nothing was
 * @param chain as the server sent it, its own certificate first
 * @param objection why the chain is not valid for the host, in words; null where it is. Always judged, also where the
 *     task does not want it verified
 */
public record TlsSession(
        String protocol,
        String cipher,
        @Nullable String applicationProtocol,
        List<X509Certificate> chain,
        @Nullable String objection) {
    public TlsSession {
        chain = List.copyOf(chain);
    }
}
