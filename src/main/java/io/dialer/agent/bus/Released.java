package io.dialer.agent.bus;

import java.util.Map;

/**
 * What the scheduler gave away.
 *
 * @param due when each task is due next, epoch nanoseconds; in the past where its run waited for a worker
 */
public record Released(Map<String, Long> due) {
    public Released {
        due = Map.copyOf(due);
    }
}
