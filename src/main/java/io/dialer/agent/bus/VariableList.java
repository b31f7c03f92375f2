package io.dialer.agent.bus;

import io.dialer.agent.probe.SystemVariable;
import java.util.List;

/**
 * System variables, read to their end. A backend that has none for us is an empty list; a list that could not be read is
 * a failure and never arrives as this.
 *
 * @param variables of all tenants
 */
public record VariableList(List<SystemVariable> variables) {
    public VariableList {
        variables = List.copyOf(variables);
    }
}
