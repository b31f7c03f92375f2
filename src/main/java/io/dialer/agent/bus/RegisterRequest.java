package io.dialer.agent.bus;

/**
 * Asks the backend to know this agent. Who it is stands in the configuration.
 *
 * @param hostname this host's name
 */
public record RegisterRequest(String hostname) {}
