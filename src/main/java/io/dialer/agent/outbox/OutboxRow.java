package io.dialer.agent.outbox;

import io.dialer.agent.probe.ProbeResult;
import org.jspecify.annotations.Nullable;

/**
 * A stored result that waits.
 *
 * @param id rises in the order in which results were stored
 * @param taskId its task
 * @param unanswered how often it was sent whole without an answer
 * @param bytes of its stored form
 * @param result the result; null where memory is saved and it is read when it is sent
 */
record OutboxRow(
        long id,
        String taskId,
        int unanswered,
        int bytes,
        @Nullable ProbeResult result) {
    OutboxRow withoutResult() {
        return new OutboxRow(id, taskId, unanswered, bytes, null);
    }
}
