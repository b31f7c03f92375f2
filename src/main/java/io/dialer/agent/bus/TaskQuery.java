package io.dialer.agent.bus;

import org.jspecify.annotations.Nullable;

/**
 * Asks for tasks that this node runs.
 *
 * @param taskId of one; null: all
 */
public record TaskQuery(@Nullable String taskId) {}
