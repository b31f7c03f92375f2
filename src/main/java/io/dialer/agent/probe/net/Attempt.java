package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Sentence;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A connection on its way, and what is done with it. Tells how far it came, also when it failed. Whoever began it closes
 * it in the end, whatever came of it.
 *
 * @param <T> what using the connection brings
 */
public final class Attempt<T> implements AutoCloseable {
    private final CompletableFuture<Connection> opened = new CompletableFuture<>();
    private final CompletableFuture<T> outcome;
    private @Nullable Channel channel;
    private boolean closed;
    private List<InetAddress> addresses = List.of();
    private @Nullable InetAddress address;
    private @Nullable TlsSession tls;
    private List<Tried> tried = List.of();
    private long tryingSinceNanos;
    private boolean connecting;

    Attempt(Function<Connection, CompletionStage<T>> use) {
        this.outcome = opened.thenCompose(use);
    }

    /** The connection, as soon as it may be used, or a {@link ProbeFailure}. Completes where {@link #outcome()} does. */
    public CompletableFuture<Connection> opened() {
        return opened;
    }

    /** What using the connection brought, or a {@link ProbeFailure}. Completes on an event loop or a resolver's thread. */
    public CompletableFuture<T> outcome() {
        return outcome;
    }

    /** Ends the attempt: what is open is closed, what would still be opened will not be. */
    @Override
    public void close() {
        Channel inUse;
        synchronized (this) {
            closed = true;
            inUse = channel;
        }
        if (inUse != null) {
            inUse.close();
        }
        outcome.cancel(false);
    }

    /** What the name resolved to; empty as long as it has not. */
    public synchronized List<InetAddress> addresses() {
        return addresses;
    }

    /** The addresses that took no connection, in the order in which they were tried; one that has not yet is the last. */
    public synchronized List<Tried> tried() {
        if (!connecting || address == null) {
            return tried;
        }
        Tried silent = new Tried(
                address, Errno.ETIMEDOUT, Sentence.of("errno.timed_out"), System.nanoTime() - tryingSinceNanos);
        return Stream.concat(tried.stream(), Stream.of(silent)).toList();
    }

    /** The address that is connected; where none is, the one that the failure is about. */
    public synchronized @Nullable InetAddress address() {
        return address;
    }

    /** What the TLS handshake showed, also where it broke; null where there was none. */
    public synchronized @Nullable TlsSession tls() {
        return tls;
    }

    /**
     * Why nothing came of it by a deadline that has passed. What other addresses answered counts also where the last one is
     * still silent; the event loop would say so itself, but may be late.
     *
     * @param running the phase that the deadline ended
     */
    public synchronized ProbeFailure late(Phase running) {
        if (!connecting) {
            return ProbeFailure.timeoutIn(running);
        }
        List<Tried> all = tried();
        address = ConnectFailure.worst(all).address();
        return ConnectFailure.of(all);
    }

    synchronized void resolved(List<InetAddress> found) {
        addresses = List.copyOf(found);
    }

    synchronized void resolvedMore(List<InetAddress> found) {
        addresses = Stream.concat(addresses.stream(), found.stream()).toList();
    }

    synchronized void failedToConnect(List<Tried> soFar) {
        tried = List.copyOf(soFar);
        connecting = false;
    }

    synchronized void connected() {
        connecting = false;
    }

    synchronized void blames(InetAddress culprit) {
        address = culprit;
    }

    synchronized void tlsBroke(TlsFault fault) {
        tls = tls == null ? TlsSession.broken(fault) : tls.brokenBy(fault);
    }

    /** Notes what is tried now; false when the attempt was closed, and the channel must go. */
    synchronized boolean tries(InetAddress target, Channel newChannel) {
        address = target;
        channel = newChannel;
        tryingSinceNanos = System.nanoTime();
        connecting = true;
        return !closed;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized void shakenHands(TlsSession session) {
        tls = session;
    }

    void opened(Connection connection) {
        if (!opened.complete(connection)) {
            connection.channel().close();
        }
    }

    void failed(Throwable failure) {
        Throwable cause = failure.getCause();
        opened.completeExceptionally(failure instanceof CompletionException && cause != null ? cause : failure);
    }
}
