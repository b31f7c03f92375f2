package io.dialer.agent.probe.net;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at when certificates are valid, before their signatures matter, because the reason is the clearer one. */
final class CertificateDates {
    private CertificateDates() {}

    static @Nullable String objectionTo(List<X509Certificate> chain, Instant now) {
        for (X509Certificate certificate : chain) {
            String which = certificate.equals(chain.getFirst())
                    ? "certificate"
                    : "certificate of " + certificate.getSubjectX500Principal().getName();
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                return "%s expired on %s"
                        .formatted(which, certificate.getNotAfter().toInstant());
            }
            if (now.isBefore(certificate.getNotBefore().toInstant())) {
                return "%s is not valid before %s"
                        .formatted(which, certificate.getNotBefore().toInstant());
            }
        }
        return null;
    }

    static boolean selfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
