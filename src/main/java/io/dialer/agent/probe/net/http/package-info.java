/** HTTP as probes need it: every hop on a fresh connection, every phase taken, nothing thrown away on failure. */
@NullMarked
package io.dialer.agent.probe.net.http;

import org.jspecify.annotations.NullMarked;
