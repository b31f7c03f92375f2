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
import java.util.Collection;
import java.util.List;
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
    private @Nullable X509TrustManager trustManager;

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
        X509Certificate[] issuers = trustManager().getAcceptedIssuers();
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
        X509TrustManager trusted = trustManager();
        try {
            trusted.checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
        } catch (CertificateException rejected) {
            // Only now: what a server sends besides the chain that is valid does not matter, however old it is.
            TlsFault dates = CertificateDates.objectionTo(ChainEnd.pathOf(chain), now);
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

    private synchronized X509TrustManager trustManager() {
        if (trustManager == null) {
            trustManager = trusting(own);
        }
        return trustManager;
    }

    private static X509TrustManager trusting(Collection<? extends Certificate> own) {
        try {
            KeyStore store = systemStore();
            int number = 0;
            for (Certificate certificate : own) {
                store.setCertificateEntry("own-" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException fault) {
            throw new IllegalStateException("the trusted authorities cannot be read", fault);
        }
    }

    private static KeyStore systemStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        for (Path bundle : SYSTEM_BUNDLES) {
            if (Files.isReadable(bundle)) {
                store.load(null, null);
                int number = 0;
                for (Certificate certificate : systemBundle(bundle)) {
                    store.setCertificateEntry("system-" + number++, certificate);
                }
                return store;
            }
        }
        Path javas = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
        try (InputStream in = Files.newInputStream(javas)) {
            store.load(in, null);
        }
        return store;
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
