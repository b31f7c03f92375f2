package io.dialer.agent.probe.net;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The TLS contexts of a process: native objects of some size, shared by all tasks that want the same. Safe for use by
 * several threads.
 */
final class TlsContexts {
    /** What a context is made from; whether its chain must be valid is judged after the handshake and not here. */
    record Wanted(
            String minVersion,
            String maxVersion,
            List<String> applicationProtocols,
            @Nullable Path certificate,
            @Nullable Path key) {}

    /** A context with the key manager that it asks. */
    record Made(SslContext context, ClientCertificate own) {}

    /**
     * Without the post-quantum hybrid, for which a client hello has a key share more, 1216 bytes that hardly a server inside
     * uses, and a tenth of the processor time of a whole probe.
     */
    private static final List<String> GROUPS = List.of("x25519", "secp256r1", "secp384r1", "secp521r1");

    private static final List<String> PROTOCOLS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private final SslProvider provider;
    private final Map<Wanted, Made> shared = new ConcurrentHashMap<>();

    private final Map<Path, OwnAuthorities> authorities = new ConcurrentHashMap<>();

    /**
     * Authorities of a task's own, as they stood in their file.
     *
     * @param changedAt when the file was changed last
     */
    private record OwnAuthorities(FileTime changedAt, long size, TrustedAuthorities trusted) {}

    TlsContexts(SslProvider provider) {
        this.provider = provider;
    }

    /** BoringSSL where it can be loaded: it takes half of the JDK's time. */
    static SslProvider best() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
    }

    /**
     * The context for what is wanted.
     *
     * @throws IllegalArgumentException when the client's certificate or key cannot be used
     */
    Made get(Wanted wanted) {
        // Client certificates are renewed in place, so they are read again for each task that is made.
        return wanted.certificate() == null ? shared.computeIfAbsent(wanted, this::make) : make(wanted);
    }

    /**
     * The system's authorities and those of a file, shared by all that name it until it changes.
     *
     * @throws IOException when the file cannot be read
     * @throws CertificateException when it holds no certificate
     */
    TrustedAuthorities authoritiesWith(Path file) throws IOException, CertificateException {
        FileTime changedAt = Files.getLastModifiedTime(file);
        long size = Files.size(file);
        OwnAuthorities known = authorities.get(file);
        if (known != null && known.changedAt().equals(changedAt) && known.size() == size) {
            return known.trusted();
        }
        TrustedAuthorities trusted = TrustedAuthorities.ofSystemAnd(file);
        Thread.startVirtualThread(trusted::load);
        authorities.put(file, new OwnAuthorities(changedAt, size, trusted));
        return trusted;
    }

    private Made make(Wanted wanted) {
        ClientCertificate own = ownCertificate(wanted);
        boolean boringSsl = provider == SslProvider.OPENSSL;
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(provider)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .keyManager(own)
                // The JDK asks for a stapled answer by itself.
                .enableOcsp(boringSsl && OpenSsl.isOcspSupported())
                .endpointIdentificationAlgorithm(null)
                .protocols(protocols(wanted.minVersion(), wanted.maxVersion()));
        if (boringSsl) {
            builder.option(OpenSslContextOption.GROUPS, GROUPS.toArray(String[]::new));
        }
        if (!wanted.applicationProtocols().isEmpty()) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    wanted.applicationProtocols()));
        }
        try {
            return new Made(builder.build(), own);
        } catch (SSLException fault) {
            throw new IllegalStateException("TLS cannot be set up", fault);
        }
    }

    private static ClientCertificate ownCertificate(Wanted wanted) {
        Path certificate = wanted.certificate();
        Path key = wanted.key();
        if (certificate == null || key == null) {
            return ClientCertificate.none();
        }
        try {
            return ClientCertificate.of(PemFiles.certificates(certificate), PemFiles.key(key));
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalArgumentException(unusable.getMessage(), unusable);
        }
    }

    private static String[] protocols(String minVersion, String maxVersion) {
        return PROTOCOLS
                .subList(PROTOCOLS.indexOf(protocol(minVersion)), PROTOCOLS.indexOf(protocol(maxVersion)) + 1)
                .toArray(String[]::new);
    }

    private static String protocol(String version) {
        return version.equals("1.0") ? "TLSv1" : "TLSv" + version;
    }
}
