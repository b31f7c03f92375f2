package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.net.icmp.IcmpEcho;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way out, shared by the probes of a process. Safe for use by several threads. */
public final class ProbeNetwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeNetwork.class);
    /** One process, one library, one line. */
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private final Resolver resolver;
    private final Connector connector;
    private final TrustedAuthorities authorities;
    private final TlsContexts tlsContexts;
    private final IcmpEcho icmp = new IcmpEcho();
    private final HeapShare heap = HeapShare.halfOfTheHeap();

    private ProbeNetwork(
            Resolver resolver, Connector connector, TrustedAuthorities authorities, TlsContexts tlsContexts) {
        this.resolver = resolver;
        this.connector = connector;
        this.authorities = authorities;
        this.tlsContexts = tlsContexts;
    }

    /** As the system is set up; sockets spare the event loop of the caller. */
    public static ProbeNetwork ofSystem(Vertx vertx) {
        return of(vertx, Resolver.ofSystem());
    }

    /** The same with another way to look names up. */
    public static ProbeNetwork of(Vertx vertx, Resolver resolver) {
        return of(vertx, resolver, TlsContexts.best());
    }

    /** The same with one of the two TLS engines. */
    static ProbeNetwork of(Vertx vertx, Resolver resolver, SslProvider engine) {
        TrustedAuthorities authorities = TrustedAuthorities.ofSystem();
        return new ProbeNetwork(
                resolver,
                new Connector(resolver, ProbeLoops.sparingTheCallers(vertx)),
                authorities,
                new TlsContexts(engine));
    }

    /** Reads what the first handshake needs; blocks. Where nobody calls it, that handshake does. */
    public void load() {
        if (!OpenSsl.isAvailable() && !SAID.getAndSet(true)) {
            Throwable reason = OpenSsl.unavailabilityCause();
            LOG.atWarn()
                    .addKeyValue("reason", reason == null ? "unknown" : innermost(reason))
                    .log("BoringSSL cannot be loaded; probes use the JDK's TLS, which takes about twice the CPU");
        }
        authorities.load();
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /** Names to addresses. */
    public Resolver resolver() {
        return resolver;
    }

    /** Streams. */
    public Connector connector() {
        return connector;
    }

    /**
     * Reads the TLS options of a task.
     *
     * @param verify the type's own answer to whether the chain must be valid
     * @param leastDays the type's default of {@code min_days}
     */
    public TlsSettings tlsSettings(Options options, boolean verify, int leastDays) {
        return tlsSettings(options, verify, leastDays, List.of());
    }

    /**
     * The same for a type that speaks several protocols over TLS.
     *
     * @param protocols what is offered by ALPN where the task does not say
     */
    public TlsSettings tlsSettings(Options options, boolean verify, int leastDays, List<String> protocols) {
        return TlsSettings.from(options, verify, leastDays, protocols, tlsContexts, authorities);
    }

    /** What answers may take of the heap while they are looked into. */
    public HeapShare heap() {
        return heap;
    }

    /** ICMP echo. */
    public IcmpEcho icmp() {
        return icmp;
    }

    @Override
    public void close() {
        icmp.close();
    }
}
