package io.dialer.agent.probe.net;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import java.io.IOException;
import java.net.IDN;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * How a probe talks TLS: BoringSSL where it is there, else the JDK's. Every handshake is a full one: the engine is made
 * without the peer's host and port, so neither provider finds a session to resume, and the certificates are always seen.
 *
 * <p>The handshake itself accepts any chain; {@link #inspect} judges it right afterwards, before anything is sent. So the
 * chain is known and judged in the same way whether or not it must be valid.
 */
public final class TlsSettings {
    private final TlsContexts.Made context;
    private final boolean verify;
    private final int leastDays;
    private final @Nullable String serverName;
    private final TrustedAuthorities authorities;
    private final boolean awaitsVerdict;

    private TlsSettings(
            TlsContexts.Made context,
            boolean verify,
            int leastDays,
            @Nullable String serverName,
            TrustedAuthorities authorities,
            boolean awaitsVerdict) {
        this.context = context;
        this.verify = verify;
        this.leastDays = leastDays;
        this.serverName = serverName;
        this.authorities = authorities;
        this.awaitsVerdict = awaitsVerdict;
    }

    /**
     * Reads the TLS options of a task: {@code verify server_name ca_file cert_file key_file min_version max_version alpn min_days}.
     *
     * @param verify the type's own answer to whether the chain must be valid; {@code verify} may only take it away
     * @param leastDays the type's default of {@code min_days}
     * @param protocols the type's default of {@code alpn}
     * @throws InvalidOption where one of them cannot be used
     */
    static TlsSettings from(
            Options options,
            boolean verify,
            int leastDays,
            List<String> protocols,
            TlsContexts contexts,
            TrustedAuthorities system) {
        String certificate = options.text("cert_file");
        String key = options.text("key_file");
        if ((certificate == null) != (key == null)) {
            throw new InvalidOption("cert_file", certificate, "cert_file and key_file together");
        }
        String most = options.oneOf("max_version", "1.3", "1.0", "1.1", "1.2", "1.3");
        String least =
                options.oneOf("min_version", most.compareTo("1.2") < 0 ? most : "1.2", "1.0", "1.1", "1.2", "1.3");
        if (least.compareTo(most) > 0) {
            throw new InvalidOption("max_version", most, "min_version (" + least + ") or later");
        }
        TlsContexts.Wanted wanted = new TlsContexts.Wanted(
                least,
                most,
                options.texts("alpn", protocols),
                pathOf("cert_file", certificate),
                pathOf("key_file", key));
        TlsContexts.Made context;
        try {
            context = contexts.get(wanted);
        } catch (IllegalArgumentException unusable) {
            throw new InvalidOption("cert_file", certificate, "readable PEM files: " + unusable.getMessage());
        }
        return new TlsSettings(
                context,
                options.flag("verify", true) && verify,
                options.integer("min_days", leastDays, 0, 36_500),
                serverName(options),
                authorities(options, system, contexts),
                false);
    }

    private static @Nullable Path pathOf(String option, @Nullable String file) {
        try {
            return file == null ? null : Path.of(file);
        } catch (InvalidPathException unusable) {
            throw new InvalidOption(option, file, "a file's path");
        }
    }

    private static @Nullable String serverName(Options options) {
        String name = options.text("server_name");
        try {
            if (name != null && Resolver.literal(name).isEmpty()) {
                new SNIHostName(IDN.toASCII(withoutDot(name)).replace('_', '-'));
            }
            return name;
        } catch (IllegalArgumentException unusable) {
            throw new InvalidOption("server_name", name, "a host name or an address");
        }
    }

    private static TrustedAuthorities authorities(Options options, TrustedAuthorities system, TlsContexts contexts) {
        String file = options.text("ca_file");
        if (file == null) {
            return system;
        }
        try {
            return contexts.authoritiesWith(Path.of(file));
        } catch (IOException | CertificateException | InvalidPathException unusable) {
            throw new InvalidOption("ca_file", file, "a readable PEM file with a certificate");
        }
    }

    /** Days that a certificate must still be valid; 0: any. */
    public int leastDays() {
        return leastDays;
    }

    /** The end of a certificate that has fewer days left than it must; null where it has enough. */
    public @Nullable Instant endsTooSoon(@Nullable TlsSession session) {
        return session == null || session.endsSoon() == null
                ? null
                : session.chain().getFirst().getNotAfter().toInstant();
    }

    /** Whether an invalid chain fails the handshake. */
    public boolean verify() {
        return verify;
    }

    /** The same for a connection whose certificate is for a host, whatever address is connected to. */
    public TlsSettings forHost(String host) {
        return serverName == null
                ? new TlsSettings(context, verify, leastDays, host, authorities, awaitsVerdict)
                : this;
    }

    /** The same where a redirect leads to another host, which a {@code server_name} was not meant for. */
    public TlsSettings toAnotherHost() {
        return new TlsSettings(context, verify, leastDays, null, authorities, awaitsVerdict);
    }

    /**
     * The same for a connection on which nothing is sent after the handshake: where the server asked for a client
     * certificate, it then gets a moment to refuse it, which in TLS 1.3 it does only afterwards.
     */
    public TlsSettings awaitingVerdict() {
        return new TlsSettings(context, verify, leastDays, serverName, authorities, true);
    }

    boolean awaitsVerdict() {
        return awaitsVerdict;
    }

    /** What became of our own certificate in a handshake. */
    ClientCertificate.Use ownCertificateIn(SslHandler handler) {
        return context.own().useIn(handler.engine());
    }

    SslHandler newHandler(ByteBufAllocator allocator, String host) {
        SslHandler handler = context.context().newHandler(allocator);
        // The probe's own deadline ends a handshake that hangs.
        handler.setHandshakeTimeoutMillis(0);
        String name = IDN.toASCII(withoutDot(nameFor(host)));
        if (Resolver.literal(name).isEmpty()) {
            nameServer(handler.engine(), name);
        }
        return handler;
    }

    /** Java refuses a server name with an underscore, and yet there are such hosts; BoringSSL takes it. */
    private static void nameServer(SSLEngine engine, String name) {
        if (name.indexOf('_') < 0) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            engine.setSSLParameters(parameters);
        } else if (engine instanceof ReferenceCountedOpenSslEngine openSsl) {
            SSL.setTlsExtHostName(openSsl.sslPointer(), name);
        }
    }

    /** What a finished handshake showed, with the chain judged. */
    TlsSession inspect(SslHandler handler, String host) {
        SSLSession session = handler.engine().getSession();
        List<X509Certificate> chain = chainOf(session);
        return new TlsSession(
                session.getProtocol(),
                session.getCipherSuite(),
                handler.applicationProtocol(),
                chain,
                OcspStaple.in(handler.engine(), chain),
                ownCertificateIn(handler) != ClientCertificate.Use.NOT_ASKED,
                chain.isEmpty()
                        ? TlsFault.of(TlsReason.NO_CERTIFICATE)
                        : authorities.objectionTo(chain, withoutDot(nameFor(host)), Instant.now()),
                endsSoon(chain),
                null);
    }

    private @Nullable TlsFault endsSoon(List<X509Certificate> chain) {
        if (leastDays == 0 || chain.isEmpty()) {
            return null;
        }
        Instant end = chain.getFirst().getNotAfter().toInstant();
        return end.isBefore(Instant.now().plus(leastDays, ChronoUnit.DAYS))
                ? TlsFault.of(TlsReason.EXPIRES_SOON, end, Integer.toString(leastDays))
                : null;
    }

    private String nameFor(String host) {
        return serverName == null ? host : serverName;
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static List<X509Certificate> chainOf(SSLSession session) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) {
                    chain.add(x509);
                }
            }
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
        return chain;
    }
}
