package io.dialer.agent.bus;

import java.util.List;

/**
 * Tasks that this node gives away. A run that has begun is brought to its end and counts; one that waits for a worker is due
 * at the new owner.
 *
 * @param taskIds of tasks that the scheduler has
 */
public record Release(List<String> taskIds) {
    public Release {
        taskIds = List.copyOf(taskIds);
    }
}
