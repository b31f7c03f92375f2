package io.dialer.agent.bus;

import io.dialer.agent.probe.ProbeTask;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one run outside the schedule; nothing of it is stored or delivered.
 *
 * @param taskId a task that the scheduler has; used where no whole task is given
 * @param task a whole task, to try it
 * @param withDefaults whether the configured options of its type are under the task's own
 */
public record RunOnce(String taskId, @Nullable ProbeTask task, boolean withDefaults) {
    /** A run like those of the schedule. */
    public RunOnce(String taskId, @Nullable ProbeTask task) {
        this(taskId, task, true);
    }
}
