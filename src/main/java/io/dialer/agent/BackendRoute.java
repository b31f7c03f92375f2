package io.dialer.agent;

import io.dialer.agent.backend.Backend;
import io.dialer.agent.backend.BackendCalls;
import io.dialer.agent.backend.MemberBackend;
import io.dialer.agent.backend.NoBackend;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.MemberStatus;
import io.dialer.agent.bus.Members;
import io.dialer.agent.bus.Standing;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.BackendConfig;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which way this node's calls of the backend go: its own; by way of a member that reaches it, where this one does not; or,
 * where the backend is the embedded one, to the leader's, so that all members have one. Used on one event loop.
 */
final class BackendRoute {
    private final Bus bus;
    private final NoBackend none = new NoBackend();
    private @Nullable Members members;
    private @Nullable MemberBackend used;
    private @Nullable Way way;

    /** What a member's backend was made for. */
    private record Way(String nodeId, BackendConfig config, Backend own) {}

    BackendRoute(Bus bus) {
        this.bus = bus;
    }

    /** Other members: who waits for one that has gone need not wait longer. */
    void members(Members now) {
        members = now;
        if (used != null && now.find(used.nodeId()).isEmpty()) {
            used.gone();
            used = null;
        }
    }

    /** What this node answers other members: nothing, unless there is one that needs it. */
    BackendCalls forMembers(AgentConfig config, BackendCalls own) {
        Members now = members;
        boolean needed =
                config.embedded() || (now != null && now.peers().stream().anyMatch(member -> !member.gateway()));
        return needed ? own : none;
    }

    BackendCalls choose(AgentConfig config, Backend own) {
        Members now = members;
        if (config.embedded()) {
            String leader = now == null ? null : now.leader();
            return now == null || leader == null || leader.equals(now.self()) ? own : by(leader, config, own);
        }
        if (config.backend().gateway()) {
            return own;
        }
        return now == null
                ? none
                : gateway(now).<BackendCalls>map(node -> by(node, config, own)).orElse(none);
    }

    /** The same one as before while it is there. */
    private Optional<String> gateway(Members now) {
        String before = used == null ? "" : used.nodeId();
        return now.peers().stream()
                .filter(member -> member.gateway() && !member.nodeId().equals(now.self()))
                .min(Comparator.comparing(
                                (MemberStatus member) -> !member.nodeId().equals(before))
                        .thenComparing(member -> member.standing() != Standing.ACTIVE)
                        .thenComparing(MemberStatus::nodeId))
                .map(MemberStatus::nodeId);
    }

    private MemberBackend by(String nodeId, AgentConfig config, Backend own) {
        Way wanted = new Way(nodeId, config.backend(), own);
        MemberBackend backend = used;
        if (backend == null || !wanted.equals(way)) {
            way = wanted;
            backend = new MemberBackend(bus, nodeId, config.backend(), own);
            used = backend;
        }
        return backend;
    }
}
