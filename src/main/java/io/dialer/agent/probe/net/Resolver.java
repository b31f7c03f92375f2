package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Sentence;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Names to addresses, as the host's own resolver would: hosts file, search list, the system's servers. Nothing is
 * cached, because the look-up is part of what a probe measures. Never waits for the network; futures complete on a thread of the
 * library, so what follows must be short.
 */
public final class Resolver {
    private static final Path HOSTS_FILE = Path.of("/etc/hosts");
    private static final Duration LOOK_AT_FILES_EVERY = Duration.ofSeconds(1);

    private final Supplier<NameSources> sources;

    private Resolver(Supplier<NameSources> sources) {
        this.sources = sources;
    }

    /** A resolver as {@code /etc/resolv.conf} and {@code /etc/hosts} say, also after they have changed. */
    public static Resolver ofSystem() {
        return ofSystem(HOSTS_FILE, LOOK_AT_FILES_EVERY);
    }

    static Resolver ofSystem(Path hostsFile, Duration lookEvery) {
        return new Resolver(new SystemNames(hostsFile, lookEvery));
    }

    /**
     * A resolver that asks other servers, without a search list; {@code /etc/hosts} still comes first.
     *
     * @param timeout how long each of them may stay silent
     */
    public static Resolver asking(List<InetSocketAddress> servers, Duration timeout) {
        NameSources fixed = NameSources.of(HOSTS_FILE, servers, timeout, 1, List.of());
        return new Resolver(() -> fixed);
    }

    /**
     * The addresses of a host, in the order in which they shall be tried. A literal address is returned at once.
     *
     * @return never completes with an empty list; fails with a {@link ProbeFailure} in phase {@code resolve}
     */
    public CompletableFuture<List<InetAddress>> resolve(String host, IpVersion version) {
        Optional<InetAddress> literal = literal(host);
        if (literal.isPresent()) {
            InetAddress address = literal.get();
            return version.allows(address)
                    ? CompletableFuture.completedFuture(List.of(address))
                    : CompletableFuture.failedFuture(new ProbeFailure(
                            Outcome.ERROR,
                            Phase.RESOLVE,
                            0,
                            Sentence.of("resolve.other_family", host, version.option())));
        }
        Name name;
        try {
            name = Name.fromString(IDN.toASCII(host));
        } catch (TextParseException | IllegalArgumentException unusable) {
            return CompletableFuture.failedFuture(Resolution.failure(Outcome.FAILED, "resolve.no_name", host));
        }
        return lookUp(sources.get(), host, name, version.recordTypes()).thenApply(version::choose);
    }

    /**
     * Waits on the caller's thread for the address that shall be tried first.
     *
     * @throws ProbeFailure where there is none
     * @throws TimeoutException where the deadline came first; the look-up is given up
     */
    public InetAddress first(String host, IpVersion version, Deadline deadline)
            throws ProbeFailure, TimeoutException, InterruptedException {
        CompletableFuture<List<InetAddress>> resolving = resolve(host, version);
        try {
            return deadline.await(resolving).getFirst();
        } catch (ExecutionException failed) {
            throw ProbeFailure.in(failed);
        } finally {
            resolving.cancel(true);
        }
    }

    /** The name servers, in the order in which they are asked. */
    public List<InetSocketAddress> servers() {
        return sources.get().servers();
    }

    /** The address that a text spells out, if it does. Never looks anything up. */
    public static Optional<InetAddress> literal(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }

    private static CompletableFuture<List<InetAddress>> lookUp(
            NameSources sources, String host, Name name, List<Integer> recordTypes) {
        CompletableFuture<List<InetAddress>> found = query(sources, name, recordTypes.getFirst());
        if (recordTypes.size() > 1) {
            int other = recordTypes.getLast();
            // A name that does not exist has no address of any family, so only "no such record" is worth a second
            // query.
            // The hosts file is asked without one.
            found = found.thenCompose(addresses -> addresses.isEmpty()
                            ? query(sources, name, other)
                            : CompletableFuture.completedFuture(addresses))
                    .exceptionallyCompose(failure -> sources.inHostsFile(name, other)
                            ? query(sources, name, other)
                            : CompletableFuture.failedFuture(failure));
        }
        return found.handle((addresses, failure) -> {
                    if (failure != null) {
                        return CompletableFuture.<List<InetAddress>>failedFuture(Resolution.failure(host, failure));
                    }
                    return addresses.isEmpty()
                            ? CompletableFuture.<List<InetAddress>>failedFuture(
                                    Resolution.failure(Outcome.FAILED, "resolve.no_data", host))
                            : CompletableFuture.completedFuture(addresses);
                })
                .thenCompose(ended -> ended);
    }

    /** Empty where the name exists and has no such record. */
    private static CompletableFuture<List<InetAddress>> query(NameSources sources, Name name, int recordType) {
        return sources.session()
                .lookupAsync(name, recordType)
                .toCompletableFuture()
                .<List<InetAddress>>thenApply(found -> found.getRecords().stream()
                        .<InetAddress>mapMulti((entry, keep) -> {
                            switch (entry) {
                                case ARecord a -> keep.accept(a.getAddress());
                                case AAAARecord aaaa -> keep.accept(aaaa.getAddress());
                                default -> {}
                            }
                        })
                        .toList())
                .exceptionallyCompose(failure -> Resolution.unwrap(failure) instanceof NoSuchRRSetException
                        ? CompletableFuture.completedFuture(List.of())
                        : CompletableFuture.failedFuture(failure));
    }
}
