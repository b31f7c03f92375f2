/** The type {@code dns}: what a name server answers, and whether that is right. */
@NullMarked
package io.dialer.agent.probe.type.dns;

import org.jspecify.annotations.NullMarked;
