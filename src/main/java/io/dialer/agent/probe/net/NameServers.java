package io.dialer.agent.probe.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;

/**
 * Name servers, asked one after the other until one answers, as resolv.conf(5) has it: one that is silent, cannot be
 * reached or says that it cannot help is passed over. The silent ones are asked again in further rounds, because a packet
 * may get lost. Where nobody helps, what a server said counts more than silence.
 */
final class NameServers implements Resolver {
    private static final int ROUNDS = 3;
    private static final Set<Integer> NO_HELP = Set.of(Rcode.SERVFAIL, Rcode.NOTIMP, Rcode.REFUSED);

    private final List<SimpleResolver> servers;
    private Duration patience;

    /**
     * Servers in their order.
     *
     * @param timeout how long each may stay silent, in all rounds together
     */
    NameServers(Collection<InetSocketAddress> addresses, Duration timeout) {
        this.servers = addresses.stream().map(SimpleResolver::new).toList();
        this.patience = timeout.dividedBy(ROUNDS);
        servers.forEach(server -> server.setTimeout(patience));
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        Asking asking = new Asking(query, executor);
        asking.next();
        return asking.answered;
    }

    /** One question on its way round the servers. */
    private final class Asking {
        private final Message query;
        private final Executor executor;
        private final CompletableFuture<Message> answered = new CompletableFuture<>();
        private List<SimpleResolver> round = new ArrayList<>(servers);
        private List<SimpleResolver> silent = new ArrayList<>();
        private int rounds = 1;
        private @Nullable Message noHelp;
        private @Nullable Throwable failure;

        Asking(Message query, Executor executor) {
            this.query = query;
            this.executor = executor;
        }

        void next() {
            if (round.isEmpty() && rounds < ROUNDS) {
                rounds++;
                round = silent;
                silent = new ArrayList<>();
            }
            if (round.isEmpty()) {
                end();
                return;
            }
            SimpleResolver server = round.removeFirst();
            server.sendAsync(query, executor)
                    .toCompletableFuture()
                    .copy()
                    // The library looks for what is overdue once a second only.
                    .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                    .whenComplete((answer, why) -> heard(server, answer, why));
        }

        private void heard(SimpleResolver server, @Nullable Message answer, @Nullable Throwable why) {
            if (answer == null) {
                failure = why;
                if (why == null || Resolution.isTimeout(why)) {
                    silent.add(server);
                }
                next();
            } else if (NO_HELP.contains(answer.getRcode())) {
                noHelp = answer;
                next();
            } else {
                answered.complete(answer);
            }
        }

        private void end() {
            if (noHelp != null) {
                answered.complete(noHelp);
            } else {
                answered.completeExceptionally(failure == null ? new IllegalStateException("no name server") : failure);
            }
        }
    }

    @Override
    public void setPort(int port) {
        servers.forEach(server -> server.setPort(port));
    }

    @Override
    public void setTCP(boolean tcp) {
        servers.forEach(server -> server.setTCP(tcp));
    }

    @Override
    public void setIgnoreTruncation(boolean ignore) {
        servers.forEach(server -> server.setIgnoreTruncation(ignore));
    }

    @Override
    public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {
        servers.forEach(server -> server.setEDNS(version, payloadSize, flags, options));
    }

    @Override
    public void setTSIGKey(TSIG key) {
        servers.forEach(server -> server.setTSIGKey(key));
    }

    @Override
    public void setTimeout(Duration timeout) {
        patience = timeout;
        servers.forEach(server -> server.setTimeout(timeout));
    }
}
