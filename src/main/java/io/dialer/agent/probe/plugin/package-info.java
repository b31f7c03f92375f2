/** Probe types of other people: Python files as the first agent had them. */
@NullMarked
package io.dialer.agent.probe.plugin;

import org.jspecify.annotations.NullMarked;
