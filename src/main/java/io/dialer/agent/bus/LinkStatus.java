package io.dialer.agent.bus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the agent stands with its backend, as registrations and heartbeats found it.
 *
 * @param leading whether this node speaks for the agent; where another member does, that one knows the rest
 * @param registered whether the backend knows the agent
 * @param failuresInRow calls that failed since it answered last
 * @param heardAt when it answered last as it should; null: not since the start
 * @param reason why the last call failed; null where it did not
 */
public record LinkStatus(
        boolean leading,
        boolean registered,
        int failuresInRow,
        @Nullable Instant heardAt,
        @Nullable String reason) {}
