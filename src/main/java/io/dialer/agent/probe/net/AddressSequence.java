package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Sentence;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a host, tried one after the other until one takes the connection: never two at once, because a probe
 * measures one connection. An address gets the time that is left divided by the addresses that are left, but at least a
 * second; the last one gets all. Works on one event loop.
 */
final class AddressSequence {
    /** RFC 8305, section 5: by then an address that is well has answered. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private static final Duration LEAST_SHARE = Duration.ofSeconds(1);
    /** A name server that drops questions for IPv6 must not hold an IPv4 failure back. */
    private static final Duration LONGEST_LOOK_UP = Duration.ofSeconds(1);

    private static final Duration HEAD_START = Duration.ofMillis(20);
    /** Does nothing: the handlers come when the connection is open. */
    private static final ChannelHandler NO_HANDLERS = new ChannelInitializer<>() {
        @Override
        protected void initChannel(Channel channel) {}

        @Override
        public boolean isSharable() {
            return true;
        }
    };

    private final Endpoint endpoint;
    private final Deadline deadline;
    private final EventLoop loop;
    private final TargetPolicy policy;
    private final Attempt<?> attempt;
    private final Queue<InetAddress> left = new ArrayDeque<>();
    private final List<Tried> tried = new ArrayList<>();
    private final CompletableFuture<Channel> connected = new CompletableFuture<>();
    private @Nullable Supplier<CompletableFuture<List<InetAddress>>> others;
    private @Nullable CompletableFuture<List<InetAddress>> asked;
    private @Nullable Future<?> limit;

    AddressSequence(Endpoint endpoint, Deadline deadline, EventLoop loop, TargetPolicy policy, Attempt<?> attempt) {
        this.endpoint = endpoint;
        this.deadline = deadline;
        this.loop = loop;
        this.policy = policy;
        this.attempt = attempt;
    }

    /**
     * Begins with the first address.
     *
     * @param others asks for the addresses that come last; called where the first one fails or hesitates; null: none
     * @return the connected channel, or a {@link ProbeFailure}
     */
    CompletableFuture<Channel> begin(
            List<InetAddress> addresses, @Nullable Supplier<CompletableFuture<List<InetAddress>>> others) {
        this.others = others;
        left.addAll(addresses);
        guarded(this::next);
        return connected;
    }

    /** A fault of ours in a callback would be swallowed by its caller, and the attempt would hang until its deadline. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error fault) {
            connected.completeExceptionally(fault);
        }
    }

    private void next() {
        InetAddress address = left.poll();
        if (attempt.isClosed()) {
            return;
        }
        if (address != null && !deadline.passed()) {
            connect(address);
        } else if (others != null || (asked != null && !asked.isDone())) {
            askForOthers()
                    .orTimeout(LONGEST_LOOK_UP.toNanos(), TimeUnit.NANOSECONDS)
                    .whenComplete((found, failure) ->
                            loop.execute(() -> guarded(failure == null && !left.isEmpty() ? this::next : this::fail)));
        } else {
            fail();
        }
    }

    /** What comes of it is added to what is left before the returned future completes. */
    private CompletableFuture<List<InetAddress>> askForOthers() {
        Supplier<CompletableFuture<List<InetAddress>>> ask = others;
        others = null;
        if (asked == null) {
            asked = ask == null
                    ? CompletableFuture.completedFuture(List.of())
                    : ask.get()
                            .thenApplyAsync(
                                    found -> {
                                        left.addAll(found);
                                        attempt.resolvedMore(found);
                                        return found;
                                    },
                                    loop);
        }
        return asked.copy();
    }

    private void connect(InetAddress address) {
        ProbeFailure forbidden = policy.failure(endpoint.host(), address, endpoint.port());
        if (forbidden == null && endpoint.alias() != null) {
            forbidden = policy.failure(endpoint.alias(), address, endpoint.port());
        }
        if (forbidden != null) {
            // Also where other addresses are left: a name that leads there at all is not to be trusted.
            attempt.blames(address);
            connected.completeExceptionally(forbidden);
            return;
        }
        long startedNanos = System.nanoTime();
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .handler(NO_HANDLERS);
        if (endpoint.sourceAddress() != null) {
            bootstrap.localAddress(new InetSocketAddress(endpoint.sourceAddress(), 0));
        }
        ChannelFuture connecting = bootstrap.connect(new InetSocketAddress(address, endpoint.port()));
        Channel channel = connecting.channel();
        if (!attempt.tries(address, channel)) {
            channel.close();
            return;
        }
        boolean[] gaveUp = new boolean[1];
        Runnable giveUp = () -> {
            gaveUp[0] = true;
            channel.close();
        };
        limit(giveUp);
        Future<?> hesitation = others == null
                ? null
                : loop.schedule(
                        () -> askForOthers().thenRun(() -> {
                            if (!connecting.isDone()) {
                                limit(giveUp);
                            }
                        }),
                        PATIENCE.toNanos(),
                        TimeUnit.NANOSECONDS);
        connecting.addListener(done -> guarded(() -> {
            stop(limit);
            stop(hesitation);
            boolean toItself = done.isSuccess() && channel.localAddress().equals(channel.remoteAddress());
            if (done.isSuccess() && !toItself) {
                attempt.connected();
                if (!connected.complete(channel)) {
                    channel.close();
                }
                return;
            }
            if (toItself) {
                channel.close();
            }
            tried.add(failed(address, gaveUp[0], toItself ? null : done.cause(), startedNanos));
            attempt.failedToConnect(tried);
            next();
        }));
    }

    /**
     * How an address failed.
     *
     * @param cause null: the connection had ourselves at its other end, which happens where nobody listens on a port that
     *     the system may choose as our own (RFC 9293, section 3.5, simultaneous open)
     */
    private static Tried failed(InetAddress address, boolean gaveUp, @Nullable Throwable cause, long startedNanos) {
        long nanos = System.nanoTime() - startedNanos;
        if (cause == null) {
            return new Tried(address, Errno.ECONNREFUSED, Sentence.of("errno.refused"), nanos);
        }
        int errno = gaveUp ? Errno.ETIMEDOUT : Errno.of(cause);
        return new Tried(address, errno, Errno.sentence(errno, cause), nanos);
    }

    private void limit(Runnable giveUp) {
        stop(limit);
        long remaining = deadline.remainingNanos();
        long share = Math.max(LEAST_SHARE.toNanos(), remaining / (left.size() + 1));
        // What the addresses before it answered must be told before the worker says that time is up.
        long last = tried.isEmpty() ? remaining : remaining - Math.min(HEAD_START.toNanos(), remaining / 10);
        limit = loop.schedule(giveUp, left.isEmpty() ? last : Math.min(last, share), TimeUnit.NANOSECONDS);
    }

    private static void stop(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void fail() {
        if (tried.isEmpty()) {
            connected.completeExceptionally(ProbeFailure.timeoutIn(Phase.CONNECT));
            return;
        }
        attempt.blames(ConnectFailure.worst(tried).address());
        connected.completeExceptionally(ConnectFailure.of(tried));
    }
}
