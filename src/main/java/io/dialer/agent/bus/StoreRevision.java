package io.dialer.agent.bus;

/**
 * The tasks in the embedded backend of this node changed.
 *
 * @param revision higher than every one before
 */
public record StoreRevision(long revision) {}
