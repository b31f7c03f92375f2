package io.dialer.agent.probe.net.icmp;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A whole run, as a program of the system must know it beforehand.
 *
 * @param source the address to send from; null: as the routes say
 * @param count requests
 * @param interval from one request to the next
 * @param finalWait how long the answers may take after the last request
 * @param timeToLive TTL or hop limit of the requests
 */
public record PingOrder(
        InetAddress target,
        @Nullable InetAddress source,
        EchoShape shape,
        int count,
        Duration interval,
        Duration finalWait,
        int timeToLive) {}
