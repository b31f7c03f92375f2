package io.dialer.agent.probe.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/**
 * Stands behind the TLS handler for as long as the connection lasts. During the handshake it keeps a failure from being
 * logged by Netty at the end of the pipeline. Afterwards it knows what a server means that takes the handshake back,
 * which in TLS 1.3 is how it refuses a client's certificate or the lack of one.
 */
final class TlsWatch extends ChannelInboundHandlerAdapter {
    private final Attempt<?> attempt;
    private final Function<Throwable, TlsFault> meaning;
    private final CompletableFuture<TlsSession> judged;
    private boolean finished;

    /**
     * @param meaning what a failure of this handshake means
     * @param judged is failed by what breaks the handshake
     */
    TlsWatch(Attempt<?> attempt, Function<Throwable, TlsFault> meaning, CompletableFuture<TlsSession> judged) {
        this.attempt = attempt;
        this.meaning = meaning;
        this.judged = judged;
    }

    /** The handshake has come to its end. */
    void finished() {
        finished = true;
    }

    void broke(Throwable cause) {
        TlsFault fault = meaning.apply(cause);
        if (!judged.isDone()) {
            attempt.tlsBroke(fault);
            judged.completeExceptionally(TlsFailures.failure(fault, Errno.of(cause)));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!finished || !judged.isDone()) {
            // A reset passes the TLS handler by; its future would only say that the connection is closed.
            broke(cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause);
            context.close();
            return;
        }
        if (cause.getCause() instanceof SSLException refusal) {
            TlsFault fault = meaning.apply(refusal);
            if (fault.reason() == TlsReason.CLIENT_CERTIFICATE_WANTED
                    || fault.reason() == TlsReason.CLIENT_CERTIFICATE_REFUSED) {
                attempt.tlsBroke(fault);
                context.fireExceptionCaught(new DecoderException(new HandshakeBroken(fault, refusal)));
                return;
            }
        }
        context.fireExceptionCaught(cause);
    }
}
