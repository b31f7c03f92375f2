/** What waits for the backend: stored, sent in two lanes, given up only with a reason that people can read. */
@NullMarked
package io.dialer.agent.outbox;

import org.jspecify.annotations.NullMarked;
