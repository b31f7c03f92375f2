package io.dialer.agent.testing;

import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.MemberStatus;
import io.dialer.agent.bus.Members;
import io.dialer.agent.bus.Moves;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.bus.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Members for tests of what is decided by them. */
public final class ClusterOf {
    private static final AgentStatus IDLE = new AgentStatus(
            new AgentStatus.Pool(64, 1, 2, 1000, 3, 4, 5, 6),
            new AgentStatus.Tasks(7, 1, 9, 8, 2, 11),
            new AgentStatus.Lateness(0.1, 0.2, 0.3, 9));

    private ClusterOf() {}

    /** A member of agent {@code book}. */
    public static MemberStatus member(String nodeId, Standing standing) {
        return member(nodeId, "book", standing, true);
    }

    public static MemberStatus member(String nodeId, String agentId, Standing standing, boolean gateway) {
        return member(nodeId, agentId, standing, gateway, 0);
    }

    /** An active member of agent {@code book} that says until when its runs are on its disk. */
    public static MemberStatus settledAt(String nodeId, long settledMs) {
        return member(nodeId, "book", Standing.ACTIVE, true, settledMs);
    }

    private static MemberStatus member(
            String nodeId, String agentId, Standing standing, boolean gateway, long settledMs) {
        return new MemberStatus(
                nodeId,
                "key of " + nodeId,
                agentId,
                standing,
                "host of " + nodeId,
                "2.0.0",
                gateway,
                true,
                false,
                0,
                Instant.EPOCH,
                settledMs,
                Moves.NONE,
                IDLE,
                OutboxStatus.EMPTY);
    }

    /** Active members of one agent, as the first of them sees it. */
    public static Members active(String self, String... others) {
        List<MemberStatus> all = new ArrayList<>(List.of(member(self, Standing.ACTIVE)));
        for (String other : others) {
            all.add(member(other, Standing.ACTIVE));
        }
        return new Members(self, all, Map.of());
    }
}
