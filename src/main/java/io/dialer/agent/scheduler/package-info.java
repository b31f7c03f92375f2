/** Due times, timers, the task table, and the bounded pool: the only place where probes are started. */
@NullMarked
package io.dialer.agent.scheduler;

import org.jspecify.annotations.NullMarked;
