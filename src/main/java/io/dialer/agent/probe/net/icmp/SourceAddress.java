package io.dialer.agent.probe.net.icmp;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.Optional;

/** Which of this host's addresses the routes choose. */
public final class SourceAddress {
    /** Never used: a datagram socket that connects sends nothing. */
    private static final int ANY_PORT = 9;

    private SourceAddress() {}

    /** The address from which packets to a target leave; empty where no route leads there. Never waits. */
    public static Optional<InetAddress> towards(InetAddress target) {
        StandardProtocolFamily family =
                target instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
        try (DatagramChannel channel = DatagramChannel.open(family)) {
            channel.connect(new InetSocketAddress(target, ANY_PORT));
            return channel.getLocalAddress() instanceof InetSocketAddress local
                    ? Optional.of(local.getAddress())
                    : Optional.empty();
        } catch (IOException noRoute) {
            return Optional.empty();
        }
    }
}
