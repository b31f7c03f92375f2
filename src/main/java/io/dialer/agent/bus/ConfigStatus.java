package io.dialer.agent.bus;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the running configuration stands to what is written.
 *
 * @param origin the file, or what stands for it
 * @param since when the running one was taken
 * @param reloads changes that were applied since the start
 * @param refusals changes that were refused since the start
 * @param refusal why what is written now is not applied; null where it is
 * @param restartRequired keys whose written value takes effect at the next start
 */
public record ConfigStatus(
        String origin,
        Instant since,
        long reloads,
        long refusals,
        @Nullable String refusal,
        List<String> restartRequired) {
    public ConfigStatus {
        restartRequired = List.copyOf(restartRequired);
    }
}
