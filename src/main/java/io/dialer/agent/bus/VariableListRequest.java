package io.dialer.agent.bus;

/**
 * Asks for the system variables of all tenants.
 */
public record VariableListRequest() {}
