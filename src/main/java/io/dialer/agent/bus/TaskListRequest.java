package io.dialer.agent.bus;

/**
 * Asks for the complete list of tasks that the backend holds for this agent.
 */
public record TaskListRequest() {}
