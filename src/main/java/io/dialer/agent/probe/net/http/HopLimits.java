package io.dialer.agent.probe.net.http;

import java.time.Duration;

/**
 * How long one hop may take, beside the deadline of the whole call.
 *
 * @param connect to the end of the TLS handshake
 * @param answer from then to the end of the answer
 */
public record HopLimits(Duration connect, Duration answer) {}
