/** WebSocket connections (RFC 6455) as a client, for probes. */
@NullMarked
package io.dialer.agent.probe.net.websocket;

import org.jspecify.annotations.NullMarked;
