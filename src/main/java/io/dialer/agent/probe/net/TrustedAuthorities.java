package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Sentence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Who may have signed a server's certificate, and the judgement of a chain. Safe for use by several threads.
 */
public final class TrustedAuthorities {
    /** Where distributions keep the system's authorities as one PEM file. */
    private static final List<Path> SYSTEM_BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));

    private static Collection<? extends Certificate> systemBundle = List.of();

    private final Collection<? extends Certificate> own;
    private List<X509Certificate> anchors = List.of();
    private @Nullable X509TrustManager trustManager;
    private Instant trustedUntil = Instant.MIN;

    private TrustedAuthorities(Collection<? extends Certificate> own) {
        this.own = own;
    }

    /** The system's authorities, or the JDK's where the system has none. Read by {@link #load}, or at the first handshake. */
    public static TrustedAuthorities ofSystem() {
        return new TrustedAuthorities(List.of());
    }

    /**
     * The system's authorities and those of a PEM file.
     *
     * @throws IOException when the file cannot be read
     * @throws CertificateException when it holds no certificate
     */
    public static TrustedAuthorities ofSystemAnd(Path pemFile) throws IOException, CertificateException {
        Collection<? extends Certificate> own = readPem(pemFile);
        if (own.isEmpty()) {
            throw new CertificateException(pemFile + " holds no certificate");
        }
        return new TrustedAuthorities(own);
    }

    /** Reads the files and judges once, which takes a tenth of a second: better before the first handshake than in it. */
    public void load() {
        X509Certificate[] issuers = trustManager(Instant.now()).getAcceptedIssuers();
        if (issuers.length > 0) {
            objectionTo(List.of(issuers[0]), "localhost", Instant.now());
        }
    }

    /**
     * Judges a chain.
     *
     * @param chain the server's own certificate first
     * @param host the name or address it must be valid for
     * @param now when
     * @return what is wrong with it; null where it is valid
     */
    @Nullable
    TlsFault objectionTo(List<X509Certificate> chain, String host, Instant now) {
        X509TrustManager trusted = trustManager(now);
        try {
            trusted.checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
        } catch (CertificateException rejected) {
            // Only now: what a server sends besides the chain that is valid does not matter, however old it is.
            TlsFault dates = CertificateDates.objectionTo(withAnchor(ChainEnd.pathOf(chain)), now);
            if (dates != null) {
                return dates;
            }
            return ChainEnd.of(chain).objection(List.of(trusted.getAcceptedIssuers()), !own.isEmpty(), rejected);
        }
        return CertificateNames.match(chain.getFirst(), host) ? null : wrongHost(chain.getFirst(), host);
    }

    private static TlsFault wrongHost(X509Certificate server, String host) {
        List<String> names = CertificateNames.of(server);
        return names.isEmpty()
                ? new TlsFault(TlsReason.WRONG_HOST, "", Sentence.of("tls.names_no_host", host))
                : TlsFault.of(TlsReason.WRONG_HOST, host, String.join(", ", names));
    }

    /** The authority above the last one that was sent, where we know it. */
    private synchronized List<X509Certificate> withAnchor(List<X509Certificate> path) {
        return Stream.concat(
                        path.stream(),
                        anchors.stream()
                                .filter(anchor -> anchor.getSubjectX500Principal()
                                        .equals(path.getLast().getIssuerX500Principal()))
                                .limit(1))
                .toList();
    }

    /** Trusts whom we know as long as their own certificates are valid, which the JDK does not look at. */
    private synchronized X509TrustManager trustManager(Instant now) {
        if (trustManager == null || now.isAfter(trustedUntil)) {
            try {
                if (anchors.isEmpty()) {
                    anchors = known(own);
                }
                trustManager = trusting(anchors.stream()
                        .filter(anchor -> CertificateDates.include(anchor, now))
                        .toList());
            } catch (GeneralSecurityException | IOException fault) {
                throw new IllegalStateException("the trusted authorities cannot be read", fault);
            }
            trustedUntil = anchors.stream()
                    .flatMap(anchor -> Stream.of(anchor.getNotBefore(), anchor.getNotAfter()))
                    .map(Date::toInstant)
                    .filter(change -> change.isAfter(now))
                    .min(Comparator.naturalOrder())
                    .orElse(Instant.MAX);
        }
        return trustManager;
    }

    private static X509TrustManager trusting(List<X509Certificate> valid) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int number = 0; number < valid.size(); number++) {
            store.setCertificateEntry("anchor-" + number, valid.get(number));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    private static List<X509Certificate> known(Collection<? extends Certificate> own)
            throws GeneralSecurityException, IOException {
        List<X509Certificate> known = new ArrayList<>();
        for (Certificate certificate : own) {
            known.add((X509Certificate) certificate);
        }
        for (Certificate certificate : ofTheSystem()) {
            known.add((X509Certificate) certificate);
        }
        return List.copyOf(known);
    }

    private static Collection<? extends Certificate> ofTheSystem() throws GeneralSecurityException, IOException {
        for (Path bundle : SYSTEM_BUNDLES) {
            if (Files.isReadable(bundle)) {
                return systemBundle(bundle);
            }
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        Path javas = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
        try (InputStream in = Files.newInputStream(javas)) {
            store.load(in, null);
        }
        List<Certificate> certificates = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias)) {
                certificates.add(store.getCertificate(alias));
            }
        }
        return certificates;
    }

    /** Kept, because each task with a {@code ca_file} needs it again. */
    private static synchronized Collection<? extends Certificate> systemBundle(Path bundle)
            throws CertificateException, IOException {
        if (systemBundle.isEmpty()) {
            systemBundle = List.copyOf(readPem(bundle));
        }
        return systemBundle;
    }

    private static Collection<? extends Certificate> readPem(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }
}
