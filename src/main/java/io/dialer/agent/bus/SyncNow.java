package io.dialer.agent.bus;

/**
 * Asks for a fetch of the task list at once.
 */
public record SyncNow() {}
