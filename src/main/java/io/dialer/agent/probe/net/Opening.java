package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One connection being opened: a chain of callbacks, each beginning the next step at the moment the last one ended. */
final class Opening {
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
    private final PhaseClock clock;
    private final Deadline deadline;
    private final EventLoop loop;
    private final Attempt<?> attempt;

    Opening(Endpoint endpoint, PhaseClock clock, Deadline deadline, EventLoop loop, Attempt<?> attempt) {
        this.endpoint = endpoint;
        this.clock = clock;
        this.deadline = deadline;
        this.loop = loop;
        this.attempt = attempt;
    }

    void begin(Resolver resolver) {
        resolver.resolve(endpoint.host(), endpoint.ipVersion())
                .whenComplete((addresses, failure) -> guarded(() -> {
                    if (failure != null) {
                        attempt.failed(failure);
                    } else {
                        attempt.resolved(addresses);
                        clock.enter(Phase.CONNECT);
                        connect(addresses, 0);
                    }
                }));
    }

    /** A fault of ours in a callback would be swallowed by its caller, and the attempt would hang until its deadline. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error fault) {
            attempt.failed(fault);
        }
    }

    private void connect(List<InetAddress> addresses, int index) {
        if (attempt.isClosed()) {
            return;
        }
        InetAddress address = addresses.get(index);
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, shareOfTime(addresses.size() - index))
                .handler(NO_HANDLERS);
        if (endpoint.sourceAddress() != null) {
            bootstrap.localAddress(new InetSocketAddress(endpoint.sourceAddress(), 0));
        }
        ChannelFuture connecting = bootstrap.connect(new InetSocketAddress(address, endpoint.port()));
        if (!attempt.tries(address, connecting.channel())) {
            connecting.channel().close();
            return;
        }
        connecting.addListener(done -> guarded(() -> {
            if (done.isSuccess()) {
                throughTunnel(connecting.channel(), address);
            } else if (index + 1 < addresses.size() && !deadline.passed()) {
                connect(addresses, index + 1);
            } else {
                failConnect(address, done.cause());
            }
        }));
    }

    /** The last address gets all that is left; an earlier one that stays silent must leave time for the others. */
    private int shareOfTime(int addressesLeft) {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline.remainingNanos()) / addressesLeft;
        return Math.clamp(millis, 1, Integer.MAX_VALUE);
    }

    private void throughTunnel(Channel channel, InetAddress address) {
        Tunnel tunnel = endpoint.tunnel();
        if (tunnel == null) {
            connected(channel, address);
            return;
        }
        tunnel.open(channel)
                .whenComplete((ignored, failure) -> guarded(() -> {
                    if (failure == null) {
                        connected(channel, address);
                    } else {
                        channel.close();
                        attempt.failed(failure);
                    }
                }));
    }

    private void connected(Channel channel, InetAddress address) {
        TlsSettings tls = endpoint.tls();
        if (tls == null) {
            clock.enter(Phase.REQUEST);
            attempt.opened(new Connection(channel, address, null));
            return;
        }
        clock.enter(Phase.TLS);
        SslHandler handler = tls.newHandler(channel.alloc(), endpoint.host());
        handler.handshakeFuture()
                .addListener(done -> guarded(() -> {
                    if (!done.isSuccess()) {
                        channel.close();
                        attempt.failed(TlsFailures.of(done.cause()));
                    } else {
                        shakenHands(channel, tls.inspect(handler, endpoint.host()), tls.verify(), address);
                    }
                }));
        channel.pipeline().addLast(handler).addLast(new HandshakeFailureSink(attempt));
        channel.config().setAutoRead(true);
    }

    private void shakenHands(Channel channel, TlsSession session, boolean verify, InetAddress address) {
        channel.config().setAutoRead(false);
        channel.pipeline().remove(HandshakeFailureSink.class);
        attempt.shakenHands(session);
        String objection = session.objection();
        if (verify && objection != null) {
            channel.close();
            attempt.failed(new ProbeFailure(Outcome.FAILED, Phase.TLS, 0, objection));
            return;
        }
        clock.enter(Phase.REQUEST);
        attempt.opened(new Connection(channel, address, session));
    }

    private void failConnect(InetAddress address, Throwable cause) {
        int errno = Errno.of(cause);
        Outcome outcome = Errno.outcomeOf(errno);
        String target = new HostPort(NetUtil.toAddressString(address), endpoint.port()).toString();
        attempt.failed(
                new ProbeFailure(outcome, Phase.CONNECT, errno, "%s: %s".formatted(target, Errno.words(errno, cause))));
    }
}
