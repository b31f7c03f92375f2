package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Sentence;
import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.hosts.HostsFileParser;
import org.xbill.DNS.lookup.LookupFailedException;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import org.xbill.DNS.lookup.ServerFailedException;

/**
 * Names to addresses, as the host's own resolver would: hosts file, search list, the system's servers. Nothing is
 * cached, because the look-up is part of what a probe measures. Never blocks; futures complete on a thread of the
 * library, so what follows must be short.
 */
public final class Resolver {
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(5);

    private static final int TRIES = 3;

    private final LookupSession session;
    private final HostsFileParser hosts;

    private Resolver(ExtendedResolver servers, Duration timeout, int ndots, List<Name> searchPath) {
        servers.setTimeout(timeout);
        servers.setRetries(TRIES);
        // A packet may get lost: the time of the whole must hold more than one try.
        for (org.xbill.DNS.Resolver server : servers.getResolvers()) {
            server.setTimeout(timeout.dividedBy(TRIES));
        }
        this.hosts = new HostsFileParser();
        this.session = LookupSession.builder()
                .resolver(servers)
                .ndots(ndots)
                .searchPath(searchPath)
                .hostsFileParser(hosts)
                .build();
    }

    /** A resolver as {@code /etc/resolv.conf} and {@code /etc/hosts} say. */
    public static Resolver ofSystem() {
        ResolverConfig system = ResolverConfig.getCurrentConfig();
        return new Resolver(new ExtendedResolver(), QUERY_TIMEOUT, system.ndots(), system.searchPath());
    }

    /**
     * A resolver that asks other servers, without a search list; {@code /etc/hosts} still comes first.
     *
     * @param timeout how long all of them together may stay silent
     */
    public static Resolver asking(List<InetSocketAddress> servers, Duration timeout) {
        List<org.xbill.DNS.Resolver> each = servers.stream()
                .<org.xbill.DNS.Resolver>map(SimpleResolver::new)
                .toList();
        return new Resolver(new ExtendedResolver(each), timeout, 1, List.of());
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
            return CompletableFuture.failedFuture(failure(Outcome.FAILED, "resolve.no_name", host));
        }
        return lookUp(host, name, version.recordTypes());
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

    private CompletableFuture<List<InetAddress>> lookUp(String host, Name name, List<Integer> recordTypes) {
        CompletableFuture<List<InetAddress>> found = query(name, recordTypes.getFirst());
        if (recordTypes.size() > 1) {
            int other = recordTypes.getLast();
            // A name that does not exist has no address of any family, so only "no such record" is worth a second
            // query.
            // The hosts file is asked without one.
            found = found.thenCompose(addresses ->
                            addresses.isEmpty() ? query(name, other) : CompletableFuture.completedFuture(addresses))
                    .exceptionallyCompose(failure ->
                            inHostsFile(name, other) ? query(name, other) : CompletableFuture.failedFuture(failure));
        }
        return found.handle((addresses, failure) -> {
                    if (failure != null) {
                        return CompletableFuture.<List<InetAddress>>failedFuture(classify(host, unwrap(failure)));
                    }
                    return addresses.isEmpty()
                            ? CompletableFuture.<List<InetAddress>>failedFuture(
                                    failure(Outcome.FAILED, "resolve.no_data", host))
                            : CompletableFuture.completedFuture(addresses);
                })
                .thenCompose(ended -> ended);
    }

    /** Empty where the name exists and has no such record. */
    private CompletableFuture<List<InetAddress>> query(Name name, int recordType) {
        return session.lookupAsync(name, recordType)
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
                .exceptionallyCompose(failure -> unwrap(failure) instanceof NoSuchRRSetException
                        ? CompletableFuture.completedFuture(List.of())
                        : CompletableFuture.failedFuture(failure));
    }

    private boolean inHostsFile(Name name, int recordType) {
        try {
            return hosts.getAddressForHost(Name.concatenate(name, Name.root), recordType)
                    .isPresent();
        } catch (IOException unusable) {
            return false;
        }
    }

    private static ProbeFailure classify(String host, Throwable cause) {
        return switch (cause) {
            case NoSuchDomainException _ -> failure(Outcome.FAILED, "resolve.no_domain", host);
            case ServerFailedException _ -> failure(Outcome.FAILED, "resolve.server_failure", host);
            case LookupFailedException failed
            when isTimeout(failed) -> failure(Outcome.TIMEOUT, "resolve.silent", host);
            case TimeoutException _ -> failure(Outcome.TIMEOUT, "resolve.silent", host);
            case IOException io when isTimeout(io) -> failure(Outcome.TIMEOUT, "resolve.silent", host);
            default -> failure(Outcome.FAILED, "resolve.failed", host, describe(cause));
        };
    }

    private static boolean isTimeout(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (cause instanceof TimeoutException
                    || cause instanceof java.net.SocketTimeoutException
                    || (cause instanceof IOException && message != null && message.contains("Timed out"))) {
                return true;
            }
        }
        return false;
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static ProbeFailure failure(Outcome outcome, String key, Object... arguments) {
        return new ProbeFailure(outcome, Phase.RESOLVE, 0, Sentence.of(key, arguments));
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? unwrap(cause) : failure;
    }
}
