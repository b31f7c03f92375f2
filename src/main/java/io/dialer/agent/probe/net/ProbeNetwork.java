package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.TenantService;
import io.dialer.agent.probe.net.icmp.IcmpEcho;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out, shared by the probes of a process: one and the same under the {@link TargetPolicy} of each tenant. Safe for
 * use by several threads.
 */
public final class ProbeNetwork implements TenantService, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeNetwork.class);
    /** One process, one library, one line. */
    private static final AtomicBoolean SAID = new AtomicBoolean();

    /** What all views of it share. */
    private record Shared(
            Resolver resolver,
            ProbeLoops loops,
            TrustedAuthorities authorities,
            TlsContexts tlsContexts,
            IcmpEcho icmp,
            HeapShare heap,
            Function<@Nullable Object, TargetPolicy> policies,
            Map<Object, ProbeNetwork> views) {}

    private final Shared shared;
    private final TargetPolicy policy;

    private ProbeNetwork(Shared shared, TargetPolicy policy) {
        this.shared = shared;
        this.policy = policy;
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
        Shared shared = new Shared(
                resolver,
                ProbeLoops.sparingTheCallers(vertx),
                authorities,
                new TlsContexts(engine),
                new IcmpEcho(),
                HeapShare.ofThisProcess(),
                nobody -> TargetPolicy.ANYTHING,
                new ConcurrentHashMap<>());
        return new ProbeNetwork(shared, TargetPolicy.ANYTHING);
    }

    /**
     * The same under policies.
     *
     * @param policies asked once for each tenant's tasks, and for those that have none; what they return may change its mind
     */
    public ProbeNetwork under(Function<@Nullable Object, TargetPolicy> policies) {
        Shared other = new Shared(
                shared.resolver,
                shared.loops,
                shared.authorities,
                shared.tlsContexts,
                shared.icmp,
                shared.heap,
                policies,
                new ConcurrentHashMap<>());
        return new ProbeNetwork(other, policies.apply(null));
    }

    /** The same each time, because tasks of a tenant share what belongs to a network, such as tokens. */
    @Override
    public ProbeNetwork forTenant(Object tenantId) {
        return shared.views.computeIfAbsent(
                tenantId, unseen -> new ProbeNetwork(shared, shared.policies.apply(tenantId)));
    }

    /** The same without a policy, for what no task has a word in. */
    public ProbeNetwork unguarded() {
        return new ProbeNetwork(shared, TargetPolicy.ANYTHING);
    }

    /** Reads what the first handshake needs; blocks. Where nobody calls it, that handshake does. */
    public void load() {
        if (!OpenSsl.isAvailable() && !SAID.getAndSet(true)) {
            Throwable reason = OpenSsl.unavailabilityCause();
            LOG.atWarn()
                    .addKeyValue("reason", reason == null ? "unknown" : innermost(reason))
                    .log("BoringSSL cannot be loaded; probes use the JDK's TLS, which takes about twice the CPU");
        }
        shared.authorities.load();
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
        return shared.resolver;
    }

    /**
     * Waits on the caller's thread for the address that shall be tried first, for what goes by no {@link Connector}.
     *
     * @param target its port is 0 where it has none, as for ICMP
     * @throws ProbeFailure where there is none, or it may not be probed
     * @throws TimeoutException where the deadline came first; the look-up is given up
     */
    public InetAddress firstAddress(HostPort target, IpVersion version, Deadline deadline)
            throws ProbeFailure, TimeoutException, InterruptedException {
        InetAddress address = shared.resolver.first(target.host(), version, deadline);
        require(target, address);
        return address;
    }

    /**
     * Asks the policy about an address that a target's name led to.
     *
     * @param target its port is 0 where it has none, as for ICMP
     * @throws ProbeFailure where it may not be probed
     */
    public void require(HostPort target, InetAddress address) throws ProbeFailure {
        ProbeFailure forbidden = policy.failure(target.host(), address, target.port());
        if (forbidden != null) {
            throw forbidden;
        }
    }

    /** Streams. */
    public Connector connector() {
        return new Connector(shared.resolver, shared.loops, policy);
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
        return TlsSettings.from(options, verify, leastDays, protocols, shared.tlsContexts, shared.authorities);
    }

    /** What answers may take of the heap while they are looked into. */
    public HeapShare heap() {
        return shared.heap;
    }

    /** ICMP echo. */
    public IcmpEcho icmp() {
        return shared.icmp;
    }

    @Override
    public void close() {
        shared.icmp.close();
    }
}
