package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.Sentence;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One connection being opened: a chain of callbacks, each beginning the next step at the moment the last one ended. */
final class Opening {
    private final Endpoint endpoint;
    private final PhaseClock clock;
    private final Deadline deadline;
    private final EventLoop loop;
    private final TargetPolicy policy;
    private final Attempt<?> attempt;

    Opening(
            Endpoint endpoint,
            PhaseClock clock,
            Deadline deadline,
            EventLoop loop,
            TargetPolicy policy,
            Attempt<?> attempt) {
        this.endpoint = endpoint;
        this.clock = clock;
        this.deadline = deadline;
        this.loop = loop;
        this.policy = policy;
        this.attempt = attempt;
    }

    void begin(Resolver resolver) {
        ProbeFailure impossible = forbiddenByName();
        impossible = impossible == null ? sourceOfAnotherFamily() : impossible;
        if (impossible != null) {
            attempt.failed(impossible);
            return;
        }
        resolver.resolve(endpoint.host(), endpoint.ipVersion())
                .thenApply(addresses -> {
                    attempt.resolved(addresses);
                    clock.enter(Phase.CONNECT);
                    return addresses;
                })
                // All that follows is chained up on the loop itself: a connection may be there sooner than another
                // thread
                // could say what to do with it, and would then be used on that thread.
                .thenComposeAsync(addresses -> through(resolver, addresses), loop)
                .whenComplete((connection, failure) -> {
                    if (failure != null) {
                        attempt.failed(failure);
                    }
                });
    }

    private CompletableFuture<Connection> through(Resolver resolver, List<InetAddress> addresses) {
        return new AddressSequence(endpoint, deadline, loop, policy, attempt)
                .begin(addresses, others(resolver, addresses))
                .thenCompose(this::connected);
    }

    /** Whoever stands for the target is asked about once its address is known; the target's may never be known here. */
    private @Nullable ProbeFailure forbiddenByName() {
        HostPort beyond = endpoint.beyond();
        return beyond == null ? null : policy.failure(beyond.host(), null, beyond.port());
    }

    private @Nullable ProbeFailure sourceOfAnotherFamily() {
        InetAddress source = endpoint.sourceAddress();
        Optional<InetAddress> target = Resolver.literal(endpoint.host());
        return source == null
                        || target.isEmpty()
                        || source instanceof Inet4Address == target.get() instanceof Inet4Address
                ? null
                : new ProbeFailure(
                        Outcome.ERROR,
                        Phase.RESOLVE,
                        0,
                        Sentence.of("connect.source_family", NetUtil.toAddressString(source), endpoint.host()));
    }

    /** The IPv6 addresses of a name whose IPv4 addresses are known; null where there is nothing to ask for. */
    private @Nullable Supplier<CompletableFuture<List<InetAddress>>> others(
            Resolver resolver, List<InetAddress> addresses) {
        return endpoint.ipVersion() == IpVersion.ANY
                        && addresses.getFirst() instanceof Inet4Address
                        && Resolver.literal(endpoint.host()).isEmpty()
                ? () -> resolver.resolve(endpoint.host(), IpVersion.V6).exceptionally(none -> List.of())
                : null;
    }

    /** A proxy is asked for a tunnel before anything is said through it. */
    private CompletableFuture<Connection> connected(Channel channel) {
        Tunnel tunnel = endpoint.tunnel();
        if (tunnel == null) {
            return secured(channel);
        }
        CompletableFuture<Channel> through = new CompletableFuture<>();
        tunnel.open(channel).whenComplete((ignored, failure) -> {
            if (failure == null) {
                through.complete(channel);
            } else {
                channel.close();
                through.completeExceptionally(failure);
            }
        });
        return through.thenCompose(this::secured);
    }

    private CompletableFuture<Connection> secured(Channel channel) {
        InetAddress address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        TlsSettings tls = endpoint.tls();
        if (tls == null) {
            return CompletableFuture.completedFuture(opened(channel, address, null));
        }
        clock.enter(Phase.TLS);
        return TlsHandshake.begin(channel, tls, endpoint.host(), deadline, attempt)
                .thenApply(session -> opened(channel, address, session));
    }

    private Connection opened(Channel channel, InetAddress address, @Nullable TlsSession session) {
        clock.enter(Phase.REQUEST);
        Connection connection = new Connection(channel, address, session);
        attempt.opened(connection);
        return connection;
    }
}
