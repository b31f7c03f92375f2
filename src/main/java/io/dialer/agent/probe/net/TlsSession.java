package io.dialer.agent.probe.net;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS handshake showed, also where it broke.
 *
 * @param protocol for example {@code TLSv1.3}; empty where it broke
 * @param cipher the suite's standard name; empty where it broke
 * @param applicationProtocol what ALPN chose; null where nothing was
 * @param chain as the server sent it, its own certificate first
 * @param stapledOcsp the answer of the authority's OCSP server that the server handed on; null where it sent none
 * @param clientCertificateAsked whether the server asked for a client certificate
 * @param objection why the chain is not valid for the host; null where it is. Always judged, also where the task does not
 *     want it verified
 * @param endsSoon where the certificate has fewer days left than it must; else null
 * @param broken why the handshake did not come to its end, or the server took it back; null where it stands
 */
public record TlsSession(
        String protocol,
        String cipher,
        @Nullable String applicationProtocol,
        List<X509Certificate> chain,
        @Nullable OcspStaple stapledOcsp,
        boolean clientCertificateAsked,
        @Nullable TlsFault objection,
        @Nullable TlsFault endsSoon,
        @Nullable TlsFault broken) {
    public TlsSession {
        chain = List.copyOf(chain);
    }

    static TlsSession broken(TlsFault fault) {
        return new TlsSession("", "", null, List.of(), null, false, null, null, fault);
    }

    /** The same after the server took it back. */
    TlsSession brokenBy(TlsFault fault) {
        return new TlsSession(
                protocol,
                cipher,
                applicationProtocol,
                chain,
                stapledOcsp,
                clientCertificateAsked,
                objection,
                endsSoon,
                fault);
    }

    /** What is wrong, the worst first; null where nothing is. */
    public @Nullable TlsFault fault() {
        if (broken != null) {
            return broken;
        }
        return objection == null ? endsSoon : objection;
    }
}
