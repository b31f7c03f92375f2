package io.dialer.agent.probe.net.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Takes the moment of the answer's first byte, after TLS and before anything is parsed; then leaves the pipeline. */
final class FirstByteTap extends ChannelInboundHandlerAdapter {
    private final AnswerReader reader;

    FirstByteTap(AnswerReader reader) {
        this.reader = reader;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        reader.firstByte();
        context.fireChannelRead(message);
        context.pipeline().remove(this);
    }
}
