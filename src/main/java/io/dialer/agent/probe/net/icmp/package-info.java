/**
 * ICMP echo for IPv4 and IPv6 on Linux (x86_64 and aarch64), by the foreign function API. {@code LibC}, {@code Linux},
 * {@code SocketAddresses} and {@code ControlMessages} know the platform's calls and layouts; {@code EchoPacket},
 * {@code IcmpMessage} and {@code EchoTable} are the logic and touch no socket.
 */
@NullMarked
package io.dialer.agent.probe.net.icmp;

import org.jspecify.annotations.NullMarked;
