package io.dialer.agent.bus;

import java.time.Instant;
import java.util.List;

/**
 * A sign of life with the agent's own state.
 *
 * @param draining true for the last one before a stop
 * @param at the moment it speaks of
 * @param status the scheduler's state
 * @param outbox what waits for delivery
 * @param configuration how the running configuration stands to what is written
 * @param uptimeSeconds since the process started
 * @param version of this agent
 * @param members of the cluster that run this agent's tasks; the state is theirs together. Empty without company
 */
public record Heartbeat(
        boolean draining,
        Instant at,
        AgentStatus status,
        OutboxStatus outbox,
        ConfigStatus configuration,
        long uptimeSeconds,
        String version,
        List<MemberStatus> members) {
    public Heartbeat {
        members = List.copyOf(members);
    }
}
