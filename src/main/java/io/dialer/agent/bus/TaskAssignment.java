package io.dialer.agent.bus;

import io.dialer.agent.probe.ProbeTask;
import java.util.List;

/**
 * The complete list of what this node must run.
 *
 * @param tasks every task once
 */
public record TaskAssignment(List<ProbeTask> tasks) {
    public TaskAssignment {
        tasks = List.copyOf(tasks);
    }
}
