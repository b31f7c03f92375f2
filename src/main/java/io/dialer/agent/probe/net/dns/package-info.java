/** Questions to one name server, over each transport that DNS has, and what came back. */
@NullMarked
package io.dialer.agent.probe.net.dns;

import org.jspecify.annotations.NullMarked;
