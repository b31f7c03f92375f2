package io.dialer.agent.bus;

import io.dialer.agent.probe.ProbeTask;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one run outside the schedule; nothing of it is stored or delivered.
 *
 * @param taskId a task that the scheduler has; used where no whole task is given
 * @param task a whole task, to try it
 */
public record RunOnce(String taskId, @Nullable ProbeTask task) {}
