package io.dialer.agent.probe.net;

import io.netty.channel.Channel;
import java.util.concurrent.CompletionStage;

/** Talks to what stands in front of the target, until the connection leads on to it. Its time counts as {@code connect}. */
@FunctionalInterface
public interface Tunnel {
    /**
     * Called on the channel's event loop, the moment it is connected and before anything is read.
     *
     * @return completes on the same loop with its handlers gone and reading switched off, or fails with a
     *     {@link ProbeFailure}
     */
    CompletionStage<Void> open(Channel channel);
}
