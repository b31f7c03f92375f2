package io.dialer.agent.outbox;

import io.dialer.agent.probe.ProbeResult;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * A result on its way into the store.
 *
 * @param resultId its id
 * @param taskId its task
 * @param startedMs when its run started, by the steady clock
 * @param body its stored form
 * @param result itself; null where it waits for long, and memory is saved
 */
record UnstoredResult(
        String resultId,
        String taskId,
        long startedMs,
        String body,
        @Nullable ProbeResult result) {
    /**
     * Writes it out.
     *
     * @throws io.vertx.core.json.EncodeException where that cannot be done, such as for what is nested without end
     */
    static UnstoredResult of(ProbeResult result, long nowMs) {
        return new UnstoredResult(
                result.resultId(),
                result.taskId(),
                nowMs - result.durationNanos() / 1_000_000,
                result.toJson().encode(),
                result);
    }

    UnstoredResult withoutResult() {
        return new UnstoredResult(resultId, taskId, startedMs, body, null);
    }

    /** The row that it has become. */
    OutboxRow asRow(long id) {
        return new OutboxRow(id, taskId, 0, ByteBufUtil.utf8Bytes(body), result);
    }
}
