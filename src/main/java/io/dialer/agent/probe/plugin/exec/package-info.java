/** Commands as probes, above all the plugins of Nagios and Icinga. */
@NullMarked
package io.dialer.agent.probe.plugin.exec;

import org.jspecify.annotations.NullMarked;
