package io.dialer.agent.probe.net;

import java.net.IDN;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names a certificate is for, and whether a host is among them (RFC 9525): only subject alternative names count. */
final class CertificateNames {
    /** GeneralName tags of RFC 5280, section 4.2.1.6. */
    private static final int DNS_NAME = 2;

    private static final int IP_ADDRESS = 7;

    private CertificateNames() {}

    /** Host names and addresses, as written. */
    static List<String> of(X509Certificate certificate) {
        List<String> names = new ArrayList<>(of(certificate, DNS_NAME));
        names.addAll(of(certificate, IP_ADDRESS));
        return names;
    }

    static boolean match(X509Certificate certificate, String host) {
        Optional<InetAddress> address = Resolver.literal(host);
        if (address.isPresent()) {
            return of(certificate, IP_ADDRESS).stream().map(Resolver::literal).anyMatch(address::equals);
        }
        String wanted = IDN.toASCII(host).toLowerCase(Locale.ROOT);
        return of(certificate, DNS_NAME).stream()
                .anyMatch(pattern -> matches(pattern.toLowerCase(Locale.ROOT), wanted));
    }

    /** A wildcard stands for exactly the leftmost label, and never for a public suffix alone. */
    static boolean matches(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host);
        }
        int firstDot = host.indexOf('.');
        String parent = pattern.substring(1);
        return firstDot > 0
                && parent.indexOf('.', 1) > 0
                && host.substring(firstDot).equals(parent);
    }

    private static List<String> of(X509Certificate certificate, int tag) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> Integer.valueOf(tag).equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }
}
