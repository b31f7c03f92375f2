package io.dialer.agent.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.testing.ClusterOf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnershipTest {
    private static final List<String> KEYS =
            IntStream.rangeClosed(1, 3_000).mapToObj(Integer::toString).toList();

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 10})
    void sharesEvenly(int members) {
        Map<String, Long> shares =
                KEYS.stream().collect(Collectors.groupingBy(ownership(nodes(members))::ownerOf, Collectors.counting()));
        double fair = (double) KEYS.size() / members;
        assertThat(shares).hasSize(members);
        assertThat(shares.values())
                .allSatisfy(share ->
                        assertThat((double) share).isBetween(fair - 4 * Math.sqrt(fair), fair + 4 * Math.sqrt(fair)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9})
    void whoComesTakesItsShareAndNothingElseMoves(int members) {
        Ownership before = ownership(nodes(members));
        Ownership after = ownership(nodes(members + 1));
        String newcomer = "node-" + members;
        List<String> moved = KEYS.stream()
                .filter(key -> !Objects.equals(before.ownerOf(key), after.ownerOf(key)))
                .toList();
        assertThat(moved).allMatch(key -> newcomer.equals(after.ownerOf(key)));
        assertThat((double) moved.size()).isLessThan(1.2 * KEYS.size() / (members + 1));
    }

    @Test
    void whoLeavesGivesOnlyWhatItHad() {
        Ownership before = ownership(nodes(4));
        Ownership after = ownership(nodes(3));
        assertThat(KEYS)
                .filteredOn(key -> !"node-3".equals(before.ownerOf(key)))
                .allMatch(key -> Objects.equals(before.ownerOf(key), after.ownerOf(key)));
    }

    @Test
    void theOrderOfMembersDoesNotMatter() {
        List<String> shuffled = new ArrayList<>(nodes(5));
        Collections.reverse(shuffled);
        assertThat(owners(ownership(shuffled))).isEqualTo(owners(ownership(nodes(5))));
    }

    @Test
    void onlyActiveMembersOwn() {
        Ownership ownership = Ownership.of(List.of(
                ClusterOf.member("a", Standing.STARTING),
                ClusterOf.member("b", Standing.ACTIVE),
                ClusterOf.member("c", Standing.LEAVING)));
        assertThat(KEYS).allMatch(key -> "b".equals(ownership.ownerOf(key)));
        assertThat(Ownership.of(List.of()).ownerOf("1")).isNull();
    }

    @Test
    void twinsWithOneKeyHaveAShareEach() {
        MemberStatus one = ClusterOf.member("a", Standing.ACTIVE);
        MemberStatus twin = new MemberStatus(
                "b",
                one.key(),
                one.agentId(),
                one.standing(),
                one.hostname(),
                one.version(),
                true,
                true,
                false,
                0,
                one.startedAt(),
                one.settledMs(),
                one.moves(),
                one.status(),
                one.outbox());
        assertThat(KEYS)
                .allMatch(key -> Objects.equals(
                        Ownership.of(List.of(one, twin)).ownerOf(key),
                        Ownership.of(List.of(twin, one)).ownerOf(key)))
                .filteredOn(key -> "a".equals(Ownership.of(List.of(one, twin)).ownerOf(key)))
                .hasSizeBetween(KEYS.size() * 4 / 10, KEYS.size() * 6 / 10);
    }

    /** Members of different versions must agree; a change here is a change of the protocol. */
    @Test
    void theOwnersOfSomeKeysAreKnown() {
        Ownership ownership = ownership(nodes(3));
        assertThat(IntStream.rangeClosed(1, 12)
                        .mapToObj(Integer::toString)
                        .map(ownership::ownerOf)
                        .toList())
                .isEqualTo(List.of(
                        "node-0", "node-2", "node-0", "node-0", "node-0", "node-2", "node-0", "node-0", "node-0",
                        "node-0", "node-0", "node-2"));
    }

    private static Map<String, String> owners(Ownership ownership) {
        return KEYS.stream()
                .collect(Collectors.toMap(Function.identity(), key -> String.valueOf(ownership.ownerOf(key))));
    }

    private static List<String> nodes(int count) {
        return IntStream.range(0, count).mapToObj(node -> "node-" + node).toList();
    }

    private static Ownership ownership(List<String> nodes) {
        return Ownership.of(nodes.stream()
                .map(node -> ClusterOf.member(node, Standing.ACTIVE))
                .toList());
    }
}
