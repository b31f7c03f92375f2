/** One file per probe type; each is found by the service file of {@link io.dialer.agent.probe.ProbeFactory}. */
@NullMarked
package io.dialer.agent.probe.type;

import org.jspecify.annotations.NullMarked;
