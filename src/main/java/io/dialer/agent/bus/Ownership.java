package io.dialer.agent.bus;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which member owns a key: the one with the highest weight for it (rendezvous hashing, Thaler and Ravishankar, 1998). Every
 * member computes the same from the same members, and where one comes or goes, only what it owns moves. Pure and immutable.
 */
public final class Ownership {
    private final List<Owner> owners;

    private record Owner(String nodeId, long hash) {}

    private Ownership(List<Owner> owners) {
        this.owners = owners;
    }

    /** Of members that are active; the others own nothing. */
    public static Ownership of(List<MemberStatus> members) {
        List<MemberStatus> active = members.stream()
                .filter(member -> member.standing() == Standing.ACTIVE)
                .sorted(Comparator.comparing(MemberStatus::nodeId))
                .toList();
        Map<String, Long> uses =
                active.stream().collect(Collectors.groupingBy(MemberStatus::key, Collectors.counting()));
        return new Ownership(active.stream()
                // A state directory that was copied makes twins; each of them has a share all the same.
                .map(member -> uses.getOrDefault(member.key(), 0L) == 1
                        ? new Owner(member.nodeId(), KeyHash.of(member.key()))
                        : new Owner(member.nodeId(), KeyHash.of(member.key() + "/" + member.nodeId())))
                .toList());
    }

    /** The owner's node id; null where there is no member. */
    public @Nullable String ownerOf(String key) {
        long keyHash = KeyHash.of(key);
        String owner = null;
        long highest = 0;
        for (Owner candidate : owners) {
            long weight = KeyHash.mixed(candidate.hash() ^ keyHash);
            if (owner == null || Long.compareUnsigned(weight, highest) > 0) {
                owner = candidate.nodeId();
                highest = weight;
            }
        }
        return owner;
    }
}
