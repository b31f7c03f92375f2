package io.dialer.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.bus.Continuation;
import io.dialer.agent.bus.MemberStatus;
import io.dialer.agent.bus.Members;
import io.dialer.agent.bus.Ownership;
import io.dialer.agent.bus.Standing;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.sync.SharePlan.Awaited;
import io.dialer.agent.sync.SharePlan.Situation;
import io.dialer.agent.testing.ClusterOf;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharePlanTest {
    private static final long NOW = Duration.ofHours(1).toNanos();
    private static final List<ProbeTask> TASKS =
            IntStream.rangeClosed(1, 40).mapToObj(SharePlanTest::task).toList();
    private static final Set<String> ALL = ids(TASKS);
    private static final Set<String> NONE = Set.of();
    private static final Ownership NOBODY = Ownership.of(List.of());

    @Test
    void aNodeAloneStartsEverythingAnew() {
        Members alone = ClusterOf.active("a");
        SharePlan plan = SharePlan.of(first(alone, NOBODY));
        assertThat(plan.run()).isEqualTo(TASKS);
        assertThat(plan.continuations()).isEmpty();
        assertThat(plan.give()).isEmpty();
        assertThat(plan.awaited()).isEmpty();
    }

    @Test
    void whoJoinsWaitsForWhatTheOthersStillRun() {
        Members both = ClusterOf.active("b", "a");
        SharePlan plan = SharePlan.of(first(both, both.ownershipOfTheOthers()));
        assertThat(plan.run()).isEmpty();
        assertThat(plan.awaited().keySet()).isEqualTo(owned(both, "b")).isNotEmpty();
        assertThat(plan.awaited().values()).allMatch(new Awaited("a", NOW)::equals);
    }

    @Test
    void whoWasThereGivesTheNewcomerItsShareAndKeepsTheRest() {
        Members both = ClusterOf.active("a", "b");
        SharePlan plan = SharePlan.of(
                new Situation(TASKS, ALL, ALL, ClusterOf.active("a").ownership(), both, Map.of(), Map.of(), NOW));
        assertThat(plan.give().keySet()).containsExactly("b");
        assertThat(Set.copyOf(plan.give().get("b"))).isEqualTo(owned(both, "b"));
        assertThat(ids(plan.run())).isEqualTo(owned(both, "a"));
        assertThat(plan.continuations()).isEmpty();
    }

    @Test
    void whatWasHandedOverGoesOnWhenItWouldHaveBeenDue() {
        Members both = ClusterOf.active("b", "a");
        String mine = owned(both, "b").iterator().next();
        SharePlan plan = SharePlan.of(new Situation(
                TASKS,
                ALL,
                NONE,
                both.ownershipOfTheOthers(),
                both,
                Map.of(mine, new Awaited("a", NOW - 1)),
                Map.of(mine, 77L),
                NOW));
        assertThat(ids(plan.run())).containsExactly(mine);
        assertThat(plan.continuations()).isEqualTo(Map.of(mine, new Continuation.At(77)));
        assertThat(plan.awaited()).doesNotContainKey(mine);
    }

    @Test
    void whatTheDeadRanGoesOnFromWhenTheyWereHeardLast() {
        Members before = ClusterOf.active("a", "b", "c");
        Members after = new Members("a", ClusterOf.active("a", "b").all(), Map.of("c", NOW - 300));
        Set<String> had = owned(before, "a");
        SharePlan plan =
                SharePlan.of(new Situation(TASKS, ALL, had, before.ownership(), after, Map.of(), Map.of(), NOW));
        Set<String> inherited = ids(plan.run());
        inherited.removeAll(had);
        assertThat(inherited).isNotEmpty().isSubsetOf(owned(before, "c"));
        assertThat(plan.continuations().keySet()).isEqualTo(inherited);
        assertThat(plan.continuations().values()).allMatch(new Continuation.Since(NOW - 300)::equals);
        assertThat(plan.give()).isEmpty();
        assertThat(plan.awaited()).isEmpty();
    }

    @Test
    void whoWaitsForOneThatDiesGoesOnAtOnce() {
        Members both = ClusterOf.active("b", "a");
        SharePlan waiting = SharePlan.of(first(both, both.ownershipOfTheOthers()));
        Members alone = new Members("b", ClusterOf.active("b").all(), Map.of("a", NOW + 5));
        SharePlan plan = SharePlan.of(
                new Situation(TASKS, ALL, NONE, both.ownership(), alone, waiting.awaited(), Map.of(), NOW + 10));
        assertThat(plan.run()).isEqualTo(TASKS);
        assertThat(plan.continuations().values()).hasSize(40).allMatch(new Continuation.Since(NOW + 5)::equals);
    }

    @Test
    void whoWaitsTooLongGoesOnWithoutIt() {
        Members both = ClusterOf.active("b", "a");
        SharePlan waiting = SharePlan.of(first(both, both.ownershipOfTheOthers()));
        long later = NOW + SharePlan.PATIENCE.toNanos();
        SharePlan plan = SharePlan.of(
                new Situation(TASKS, ALL, NONE, both.ownership(), both, waiting.awaited(), Map.of(), later));
        assertThat(ids(plan.run())).isEqualTo(owned(both, "b"));
        assertThat(plan.continuations().values()).allMatch(new Continuation.Since(NOW)::equals);
    }

    @Test
    void oneThatLeavesIsWaitedForAndOneThatStartsOwnsNothing() {
        List<MemberStatus> all = List.of(
                ClusterOf.member("a", Standing.LEAVING),
                ClusterOf.member("b", Standing.ACTIVE),
                ClusterOf.member("c", Standing.STARTING));
        Members members = new Members("b", all, Map.of());
        Ownership before = ClusterOf.active("a", "b").ownership();
        Set<String> had = owned(ClusterOf.active("a", "b"), "b");
        SharePlan plan = SharePlan.of(new Situation(TASKS, ALL, had, before, members, Map.of(), Map.of(), NOW));
        assertThat(ids(plan.run())).isEqualTo(had);
        assertThat(plan.awaited().values()).hasSize(40 - had.size()).allMatch(new Awaited("a", NOW)::equals);
    }

    @Test
    void whoLeavesGivesEverythingAndWithNobodyLeftKeepsEverything() {
        List<MemberStatus> two =
                List.of(ClusterOf.member("a", Standing.LEAVING), ClusterOf.member("b", Standing.ACTIVE));
        Ownership before = ClusterOf.active("a", "b").ownership();
        Set<String> had = owned(ClusterOf.active("a", "b"), "a");
        SharePlan plan = SharePlan.of(
                new Situation(TASKS, ALL, had, before, new Members("a", two, Map.of()), Map.of(), Map.of(), NOW));
        assertThat(plan.run()).isEmpty();
        assertThat(Set.copyOf(plan.give().get("b"))).isEqualTo(had);

        Members last = new Members("a", List.of(ClusterOf.member("a", Standing.LEAVING)), Map.of());
        SharePlan kept = SharePlan.of(
                new Situation(TASKS, ALL, ALL, ClusterOf.active("a").ownership(), last, Map.of(), Map.of(), NOW));
        assertThat(kept.run()).isEqualTo(TASKS);
        assertThat(kept.give()).isEmpty();
    }

    @Test
    void aTaskThatIsNewStartsAtOnceWhereverItBelongs() {
        Members both = ClusterOf.active("a", "b");
        Set<String> mine = owned(both, "a");
        String fresh = mine.iterator().next();
        Set<String> known = TASKS.stream()
                .map(ProbeTask::id)
                .filter(id -> !id.equals(fresh))
                .collect(Collectors.toSet());
        Set<String> running = mine.stream().filter(id -> !id.equals(fresh)).collect(Collectors.toSet());
        SharePlan plan =
                SharePlan.of(new Situation(TASKS, known, running, both.ownership(), both, Map.of(), Map.of(), NOW));
        assertThat(ids(plan.run())).isEqualTo(mine);
        assertThat(plan.continuations()).isEmpty();
    }

    @Test
    void afterACutBothSidesGiveWhatBelongsToTheOther() {
        Members healed = ClusterOf.active("a", "b");
        SharePlan one = SharePlan.of(
                new Situation(TASKS, ALL, ALL, ClusterOf.active("a").ownership(), healed, Map.of(), Map.of(), NOW));
        SharePlan other = SharePlan.of(new Situation(
                TASKS,
                ALL,
                ALL,
                ClusterOf.active("b").ownership(),
                ClusterOf.active("b", "a"),
                Map.of(),
                Map.of(),
                NOW));
        List<ProbeTask> together = new ArrayList<>(one.run());
        together.addAll(other.run());
        assertThat(together).containsExactlyInAnyOrderElementsOf(TASKS);
        assertThat(one.awaited()).isEmpty();
        assertThat(other.awaited()).isEmpty();
    }

    /** The first plan of a node: it knows the list, and runs nothing yet. */
    private static Situation first(Members members, Ownership before) {
        return new Situation(TASKS, ALL, NONE, before, members, Map.of(), Map.of(), NOW);
    }

    private static Set<String> owned(Members members, String nodeId) {
        Ownership ownership = members.ownership();
        return TASKS.stream()
                .map(ProbeTask::id)
                .filter(id -> nodeId.equals(ownership.ownerOf(id)))
                .collect(Collectors.toSet());
    }

    private static Set<String> ids(List<ProbeTask> tasks) {
        return tasks.stream().map(ProbeTask::id).collect(Collectors.toSet());
    }

    private static ProbeTask task(int id) {
        return new ProbeTask(
                Integer.toString(id),
                "",
                "tcp",
                "127.0.0.1:1",
                Duration.ofSeconds(5),
                null,
                List.of(),
                new JsonObject(),
                null);
    }
}
