package io.dialer.agent.bus;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of the backend's API, as somebody made it over HTTP. Whether the caller may make it is decided before.
 *
 * @param method such as {@code GET}
 * @param path below {@code /api/v1}, beginning with a slash, still percent-encoded
 * @param query the first value of each parameter, decoded
 * @param body as it came; null where there was none
 */
public record EmbeddedCall(
        String method,
        String path,
        Map<String, String> query,
        @Nullable Buffer body) {
    /** Bytes of one result, alone or in a batch, and of every other body. */
    public static final int LARGEST_RESULT = 4 << 20;

    /** Bytes of a batch: a thousand results of the usual size are 2 MB. */
    public static final int LARGEST_BATCH = 16 << 20;

    public EmbeddedCall {
        query = Map.copyOf(query);
    }
}
