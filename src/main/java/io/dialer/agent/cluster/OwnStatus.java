package io.dialer.agent.cluster;

import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.MemberStatus;
import io.dialer.agent.bus.Moves;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.bus.Standing;
import io.dialer.agent.config.AgentConfig;
import java.time.Instant;

/** What this node says of itself. Used on one event loop. */
final class OwnStatus {
    private final String nodeId;
    private final String key;
    private final String hostname;
    private final String version;
    private final Instant startedAt = Instant.now();
    private AgentConfig config;
    private Standing standing = Standing.STARTING;
    private boolean batches;
    private long storeRevision;
    private long settledMs;
    private Moves moves = Moves.NONE;
    private AgentStatus status = new AgentStatus(
            new AgentStatus.Pool(0, 0, 0, 0, 0, 0, 0, 0),
            new AgentStatus.Tasks(0, 0, 0, 0, 0, 0),
            new AgentStatus.Lateness(0, 0, 0, 0));
    private OutboxStatus outbox = OutboxStatus.EMPTY;

    /**
     * Of a node that is starting.
     *
     * @param key of this node across starts
     */
    OwnStatus(String nodeId, String key, AgentConfig config, String hostname, String version) {
        this.nodeId = nodeId;
        this.key = key;
        this.config = config;
        this.hostname = hostname;
        this.version = version;
    }

    void config(AgentConfig changed) {
        config = changed;
    }

    void standing(Standing now) {
        standing = now;
    }

    void batches(boolean taken) {
        batches = taken;
    }

    void storeRevision(long revision) {
        storeRevision = revision;
    }

    void settled(long untilMs) {
        settledMs = untilMs;
    }

    void figures(AgentStatus newStatus, OutboxStatus newOutbox, Moves newMoves) {
        status = newStatus;
        outbox = newOutbox;
        moves = newMoves;
    }

    MemberStatus now() {
        return new MemberStatus(
                nodeId,
                key,
                config.agentId(),
                standing,
                hostname,
                version,
                config.backend().gateway(),
                config.backend().deliver(),
                batches,
                storeRevision,
                startedAt,
                settledMs,
                moves,
                status,
                outbox);
    }
}
