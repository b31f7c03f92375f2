package io.dialer.agent.bus;

/**
 * Asks for a state; there is nothing to say beside.
 */
public record StatusQuery() {}
