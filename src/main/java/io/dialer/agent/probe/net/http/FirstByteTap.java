package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Takes the moment of the answer's first byte, after TLS and before anything is parsed; then leaves the pipeline. */
final class FirstByteTap extends ChannelInboundHandlerAdapter {
    private final PhaseClock clock;

    FirstByteTap(PhaseClock clock) {
        this.clock = clock;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        clock.enter(Phase.TRANSFER);
        context.fireChannelRead(message);
        context.pipeline().remove(this);
    }
}
