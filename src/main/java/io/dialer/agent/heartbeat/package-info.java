/** Who we are and how we are, for the backend. */
@NullMarked
package io.dialer.agent.heartbeat;

import org.jspecify.annotations.NullMarked;
