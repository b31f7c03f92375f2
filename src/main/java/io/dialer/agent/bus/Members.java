package io.dialer.agent.bus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is in the cluster. A node without a cluster is its only member.
 *
 * @param self this node's id
 * @param all every live member that was heard, of whichever agent, this node among them, sorted by node id
 * @param settled until when nothing is missing of the runs of members that have gone, by {@link System#nanoTime()}
 */
public record Members(String self, List<MemberStatus> all, Map<String, Long> settled) {
    /** Its owner registers and sends the heartbeat. */
    public static final String LEADER = "leader";

    public Members {
        all = List.copyOf(all);
        settled = Map.copyOf(settled);
    }

    public MemberStatus own() {
        return find(self).orElseThrow();
    }

    public Optional<MemberStatus> find(String nodeId) {
        return all.stream().filter(member -> member.nodeId().equals(nodeId)).findFirst();
    }

    /**
     * Live members of this node's agent, this node among them. One in shadow mode has others in shadow mode for company: its
     * results go nowhere, so the tasks that count must not be its share.
     */
    public List<MemberStatus> peers() {
        MemberStatus own = own();
        return all.stream()
                .filter(member -> member.agentId().equals(own.agentId()) && member.delivers() == own.delivers())
                .toList();
    }

    /** True where this node has company of its own agent. */
    public boolean shared() {
        return peers().size() > 1;
    }

    /** Who shares the tasks out among themselves now. */
    public Ownership ownership() {
        return Ownership.of(peers());
    }

    /** As before this node took part. */
    public Ownership ownershipOfTheOthers() {
        return Ownership.of(
                peers().stream().filter(member -> !member.nodeId().equals(self)).toList());
    }

    /** The node that speaks for the agent; null where none is active. */
    public @Nullable String leader() {
        return ownership().ownerOf(LEADER);
    }

    /** Whether this node speaks for the agent: also where nobody is active, because then nobody else does. */
    public boolean leading() {
        String leader = leader();
        return leader == null || leader.equals(self);
    }
}
