/** Names, connections, TLS and ICMP sockets: everything that probes of several types share on their way to a target. */
@NullMarked
package io.dialer.agent.probe.net;

import org.jspecify.annotations.NullMarked;
