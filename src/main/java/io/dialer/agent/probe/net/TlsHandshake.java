package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A handshake on an open channel, with the judgement of what it showed. Works on the channel's event loop. */
final class TlsHandshake {
    /** How long a server may take to say what it thinks of our certificate; most say so within a round trip. */
    private static final Duration LONGEST_VERDICT = Duration.ofSeconds(1);

    private final Channel channel;
    private final TlsSettings tls;
    private final String host;
    private final Deadline deadline;
    private final Attempt<?> attempt;
    private final SslHandler handler;
    private final CompletableFuture<TlsSession> judged = new CompletableFuture<>();

    private TlsHandshake(Channel channel, TlsSettings tls, String host, Deadline deadline, Attempt<?> attempt) {
        this.channel = channel;
        this.tls = tls;
        this.host = host;
        this.deadline = deadline;
        this.attempt = attempt;
        this.handler = tls.newHandler(channel.alloc(), host);
    }

    /**
     * Begins it. Reading is switched on for its time, and off again at its end.
     *
     * @return fails with a {@link ProbeFailure}, also where the chain is not valid and must be; the channel is then
     *     closed
     */
    static CompletableFuture<TlsSession> begin(
            Channel channel, TlsSettings tls, String host, Deadline deadline, Attempt<?> attempt) {
        TlsHandshake handshake = new TlsHandshake(channel, tls, host, deadline, attempt);
        handshake.begin();
        return handshake.judged;
    }

    private void begin() {
        TlsWatch watch =
                new TlsWatch(attempt, failure -> TlsFailures.faultOf(failure, tls.ownCertificateIn(handler)), judged);
        handler.handshakeFuture().addListener(done -> {
            try {
                if (done.isSuccess()) {
                    watch.finished();
                    finished();
                } else {
                    watch.broke(done.cause());
                    channel.close();
                }
            } catch (RuntimeException | Error fault) {
                judged.completeExceptionally(fault);
            }
        });
        channel.pipeline().addFirst(watch).addFirst(handler);
        channel.config().setAutoRead(true);
    }

    private void finished() {
        TlsSession session = tls.inspect(handler, host);
        attempt.shakenHands(session);
        TlsFault objection = session.objection();
        if (tls.verify() && objection != null) {
            channel.close();
            judged.completeExceptionally(new ProbeFailure(Outcome.FAILED, Phase.TLS, 0, objection.sentence()));
        } else if (tls.awaitsVerdict()
                && session.clientCertificateAsked()
                && session.protocol().equals("TLSv1.3")) {
            awaitVerdict(session);
        } else {
            end(session);
        }
    }

    /**
     * In TLS 1.3 the client has finished before the server has seen its certificate (RFC 8446, section 2). Who sends
     * nothing afterwards would take a refusal for a success; so the server gets a moment to say something: a session
     * ticket or an alert.
     */
    private void awaitVerdict(TlsSession session) {
        channel.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                context.fireChannelRead(message);
                end(session);
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                end(session);
                context.fireChannelInactive();
            }
        });
        long longest = Math.min(LONGEST_VERDICT.toNanos(), deadline.remainingNanos() / 2);
        channel.eventLoop().schedule(() -> end(session), longest, TimeUnit.NANOSECONDS);
    }

    private void end(TlsSession session) {
        if (!judged.isDone()) {
            channel.config().setAutoRead(false);
            judged.complete(session);
        }
    }
}
