package io.dialer.agent.bus;

/**
 * Whether something answered at the backend's address, whatever it said.
 *
 * @param answered false where nothing did in time
 */
public record BackendSeen(boolean answered) {}
