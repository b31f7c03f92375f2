/** The agent's own log, set up from its configuration. */
@NullMarked
package io.dialer.agent.telemetry;

import org.jspecify.annotations.NullMarked;
