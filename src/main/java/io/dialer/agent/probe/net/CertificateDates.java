package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Sentence;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at when the certificates of a rejected chain are valid, because that is the clearest reason. */
final class CertificateDates {
    private CertificateDates() {}

    static boolean include(X509Certificate certificate, Instant now) {
        return !now.isAfter(certificate.getNotAfter().toInstant())
                && !now.isBefore(certificate.getNotBefore().toInstant());
    }

    static @Nullable TlsFault objectionTo(List<X509Certificate> chain, Instant now) {
        for (X509Certificate certificate : chain) {
            if (include(certificate, now)) {
                continue;
            }
            boolean servers = certificate.equals(chain.getFirst());
            String issuer = certificate.getSubjectX500Principal().getName();
            Instant end = certificate.getNotAfter().toInstant();
            if (now.isAfter(end)) {
                return fault(TlsReason.EXPIRED, servers, end, issuer);
            }
            Instant begin = certificate.getNotBefore().toInstant();
            return fault(TlsReason.NOT_YET_VALID, servers, begin, issuer);
        }
        return null;
    }

    private static TlsFault fault(TlsReason reason, boolean servers, Instant moment, String issuer) {
        String key = "tls." + reason.wireName();
        return new TlsFault(
                reason, "", servers ? Sentence.of(key, moment) : Sentence.of(key + "_issuer", moment, issuer));
    }

    static boolean selfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
