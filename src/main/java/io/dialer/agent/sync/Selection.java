package io.dialer.agent.sync;

import io.dialer.agent.probe.ProbeTask;
import java.util.List;

/**
 * Which of the listed tasks are this agent's. The backend matches ids by substring, so agent {@code boo} is handed the
 * tasks of agent {@code book}. Pure.
 */
final class Selection {
    private Selection() {}

    /** Tasks that name the agent exactly, and those that name none. */
    static List<ProbeTask> of(List<ProbeTask> listed, String agentId) {
        return listed.stream()
                .filter(task -> task.agentIds().isEmpty() || task.agentIds().contains(agentId))
                .toList();
    }
}
