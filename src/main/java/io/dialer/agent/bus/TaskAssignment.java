package io.dialer.agent.bus;

import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.SystemVariable;
import java.util.List;
import java.util.Map;

/**
 * The complete list of what this node must run.
 *
 * @param tasks every task once
 * @param variables what they may use of the backend's, of all tenants
 * @param continuations how those go on that another member has run before, by task id
 */
public record TaskAssignment(
        List<ProbeTask> tasks, List<SystemVariable> variables, Map<String, Continuation> continuations) {
    public TaskAssignment {
        tasks = List.copyOf(tasks);
        variables = List.copyOf(variables);
        continuations = Map.copyOf(continuations);
    }

    /** Tasks that nobody has run before, or that run here. */
    public TaskAssignment(List<ProbeTask> tasks, List<SystemVariable> variables) {
        this(tasks, variables, Map.of());
    }
}
