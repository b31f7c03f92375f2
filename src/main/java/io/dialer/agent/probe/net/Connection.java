package io.dialer.agent.probe.net;

import io.netty.channel.Channel;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * An open connection; its owner closes the channel. Nothing reads from it until the owner adds handlers and switches
 * reading on.
 *
 * @param channel on its own event loop
 * @param address the one that is connected
 * @param tls what the handshake showed; null: plain
 */
public record Connection(
        Channel channel, InetAddress address, @Nullable TlsSession tls) {}
