package io.dialer.agent.probe.net;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * Where a chain that is not trusted ends, which tells why. Nothing is fetched to find out more.
 *
 * @param server the server's own certificate
 * @param last the one that is reached from it by the issuers' names as far as they were sent
 */
record ChainEnd(X509Certificate server, X509Certificate last) {
    /** Authority information access (RFC 5280, section 4.2.2.1): where the issuer's certificate is to be had. */
    private static final String ISSUERS_ADDRESS = "1.3.6.1.5.5.7.1.1";

    static ChainEnd of(List<X509Certificate> chain) {
        return new ChainEnd(chain.getFirst(), pathOf(chain).getLast());
    }

    /** From the server's own certificate upwards, what is reached by the issuers' names. */
    static List<X509Certificate> pathOf(List<X509Certificate> chain) {
        List<X509Certificate> path = new ArrayList<>();
        Set<X500Principal> seen = new HashSet<>();
        Optional<X509Certificate> next = Optional.of(chain.getFirst());
        while (next.isPresent() && seen.add(next.get().getSubjectX500Principal())) {
            path.add(next.get());
            X500Principal issuer = next.get().getIssuerX500Principal();
            next = chain.stream()
                    .filter(other -> other.getSubjectX500Principal().equals(issuer))
                    .findFirst();
        }
        return path;
    }

    /**
     * Says what is wrong.
     *
     * @param ownAuthorities whether the task trusts authorities of its own besides the system's
     * @param rejected what the JDK said
     */
    TlsFault objection(List<X509Certificate> trusted, boolean ownAuthorities, Exception rejected) {
        String issuer = last.getIssuerX500Principal().getName();
        if (CertificateDates.selfSigned(server)) {
            return TlsFault.of(TlsReason.SELF_SIGNED);
        }
        if (trusted.stream()
                .anyMatch(authority -> authority.getSubjectX500Principal().equals(last.getIssuerX500Principal()))) {
            return TlsFault.of(TlsReason.UNTRUSTED, innermost(rejected));
        }
        return intermediateIsMissing(ownAuthorities)
                ? TlsFault.of(TlsReason.MISSING_INTERMEDIATE, issuer)
                : TlsFault.of(TlsReason.UNKNOWN_ISSUER, issuer);
    }

    /**
     * A server that sends its own certificate alone has most likely forgotten the others. But every public authority
     * writes into a certificate where its issuer's is to be had: without that, and where only public ones are trusted, no
     * trusted authority stands above it, whatever else had been sent.
     */
    private boolean intermediateIsMissing(boolean ownAuthorities) {
        return last.equals(server) && (ownAuthorities || server.getExtensionValue(ISSUERS_ADDRESS) != null);
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
