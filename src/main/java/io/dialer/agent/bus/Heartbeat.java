package io.dialer.agent.bus;

import java.time.Instant;

/**
 * A sign of life with the agent's own state.
 *
 * @param draining true for the last one before a stop
 * @param at the moment it speaks of
 * @param status the scheduler's state
 * @param outbox what waits for delivery
 * @param uptimeSeconds since the process started
 * @param version of this agent
 */
public record Heartbeat(
        boolean draining, Instant at, AgentStatus status, OutboxStatus outbox, long uptimeSeconds, String version) {}
