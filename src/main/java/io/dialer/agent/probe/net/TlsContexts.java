package io.dialer.agent.probe.net;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
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
            List<String> applicationProtocols,
            @Nullable Path certificate,
            @Nullable Path key) {}

    /** A context with the key manager that it asks. */
    record Made(SslContext context, ClientCertificate own) {}

    private static final List<String> PROTOCOLS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private final SslProvider provider;
    private final Map<Wanted, Made> shared = new ConcurrentHashMap<>();

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
                .protocols(protocolsFrom(wanted.minVersion()));
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

    private static String[] protocolsFrom(String minVersion) {
        String least = minVersion.equals("1.0") ? "TLSv1" : "TLSv" + minVersion;
        return Arrays.copyOfRange(PROTOCOLS.toArray(String[]::new), PROTOCOLS.indexOf(least), PROTOCOLS.size());
    }
}
