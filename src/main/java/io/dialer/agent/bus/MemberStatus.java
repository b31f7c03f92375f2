package io.dialer.agent.bus;

import java.time.Instant;
import java.util.Objects;

/**
 * What a member of the cluster says of itself.
 *
 * @param nodeId its id in the cluster, another one after each start
 * @param key its id across starts, by which tasks are shared out
 * @param agentId whose tasks it runs
 * @param standing whether it runs them now
 * @param hostname of its host
 * @param version of its agent
 * @param gateway whether it reaches the backend by itself
 * @param delivers false in shadow mode: its tasks and results are its own affair
 * @param batches whether the backend told it that it takes many results in one post
 * @param storeRevision of the tasks in its embedded backend; 0 where it has none
 * @param startedAt when it started
 * @param settledMs until when all its runs are on its disk, epoch milliseconds by its own clock; 0 where it does not say
 * @param moves tasks that came and went since then
 * @param status its scheduler's state, a few seconds old
 * @param outbox what waits for delivery there, a few seconds old
 */
public record MemberStatus(
        String nodeId,
        String key,
        String agentId,
        Standing standing,
        String hostname,
        String version,
        boolean gateway,
        boolean delivers,
        boolean batches,
        long storeRevision,
        Instant startedAt,
        long settledMs,
        Moves moves,
        AgentStatus status,
        OutboxStatus outbox) {
    public MemberStatus {
        // What a later version says in a word that this one does not know is not that it runs tasks.
        standing = Objects.requireNonNullElse(standing, Standing.STARTING);
    }
}
