package io.dialer.agent.bus;

/**
 * What a new list changed.
 */
public record SyncStats(int added, int updated, int removed, int unchanged) {}
