/**
 * The contract of a probe: what it is given, what it returns, and how long it may take. It knows no bus, no backend and
 * no clock but its {@link io.dialer.agent.probe.Deadline}.
 */
@NullMarked
package io.dialer.agent.probe;

import org.jspecify.annotations.NullMarked;
