package io.dialer.agent.bus;

/**
 * Asks a member for the tasks and variables of its embedded backend.
 */
public record StoreQuery() {}
