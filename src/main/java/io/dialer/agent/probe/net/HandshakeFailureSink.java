package io.dialer.agent.probe.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Stands behind the TLS handler while hands are shaken: the handshake's future tells of a failure, and Netty would log
 * the same failure once more at the end of the pipeline.
 */
final class HandshakeFailureSink extends ChannelInboundHandlerAdapter {
    private final Attempt<?> attempt;

    HandshakeFailureSink(Attempt<?> attempt) {
        this.attempt = attempt;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A reset passes the TLS handler by; its future would only say that the connection is closed.
        attempt.failed(TlsFailures.of(cause));
        context.close();
    }
}
