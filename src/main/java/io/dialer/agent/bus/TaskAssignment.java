package io.dialer.agent.bus;

import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.SystemVariable;
import java.util.List;

/**
 * The complete list of what this node must run.
 *
 * @param tasks every task once
 * @param variables what they may use of the backend's, of all tenants
 */
public record TaskAssignment(List<ProbeTask> tasks, List<SystemVariable> variables) {
    public TaskAssignment {
        tasks = List.copyOf(tasks);
        variables = List.copyOf(variables);
    }
}
