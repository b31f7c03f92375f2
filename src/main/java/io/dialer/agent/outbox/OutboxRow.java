package io.dialer.agent.outbox;

import io.dialer.agent.probe.ProbeResult;
import org.jspecify.annotations.Nullable;

/**
 * A stored result that waits.
 *
 * @param id rises in the order in which results were stored
 * @param taskId its task
 * @param unanswered how often it was sent whole without an answer
 * @param result the result; null where memory was saved and it must be read again
 */
record OutboxRow(
        long id, String taskId, int unanswered, @Nullable ProbeResult result) {}
