package io.dialer.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.bus.MemberStatus;
import io.dialer.agent.bus.Members;
import io.dialer.agent.bus.Standing;
import io.dialer.agent.testing.ClusterOf;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.MovableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final List<String> BOTH = List.of("here", "there");
    private static final MemberStatus THERE = ClusterOf.member("there", Standing.ACTIVE);

    private final MovableClock clock = new MovableClock();
    private final Membership membership = new Membership(
            new OwnStatus("here", "key", Configurations.of("{'agent_id': 'book'}"), "host", "2"), clock, 0);

    @Test
    void aMemberIsThereOnceItWasHeard() {
        assertThat(membership.unheard(BOTH)).containsExactly("there");
        assertThat(membership.heard(THERE, SECOND)).isTrue();
        assertThat(membership.heard(THERE, SECOND)).isFalse();
        assertThat(membership.unheard(BOTH)).isEmpty();
        assertThat(ids()).containsExactly("here", "there");
    }

    @Test
    void itsOwnWordsComeBackAndTellNothing() {
        assertThat(membership.heard(ClusterOf.member("here", Standing.LEAVING), 0))
                .isFalse();
        assertThat(membership.members().own().standing()).isEqualTo(Standing.STARTING);
    }

    @Test
    void whoLosesItsConnectionHasGoneAtOnce() {
        membership.heard(THERE, SECOND / 2);
        membership.look(List.of("here"), SECOND);
        assertThat(ids()).containsExactly("here");
        assertThat(membership.members().settled()).containsEntry("there", SECOND / 2);
    }

    @Test
    void whoIsSilentAndDeadHasGoneBeforeTheClusterManagerKnows() {
        membership.heard(THERE, SECOND);
        assertThat(membership.silent(2 * SECOND)).isEmpty();
        membership.died("there", 2 * SECOND);
        assertThat(ids()).as("it spoke meanwhile").containsExactly("here", "there");
        assertThat(membership.silent(5 * SECOND / 2)).containsExactly("there");
        membership.died("there", 5 * SECOND / 2);
        assertThat(ids()).containsExactly("here");
        assertThat(membership.members().settled()).containsEntry("there", SECOND);
        assertThat(membership.unheard(BOTH)).isEmpty();
    }

    @Test
    void whoIsSilentHasGoneWhateverTheClusterManagerSays() {
        membership.heard(THERE, 0);
        for (int second = 1; second <= 5; second++) {
            membership.look(BOTH, second * SECOND);
            assertThat(ids()).as("after %d s", second).hasSize(2);
        }
        membership.look(BOTH, 5 * SECOND + 1);
        assertThat(ids()).containsExactly("here");
        assertThat(membership.heard(THERE, 6 * SECOND))
                .as("it is new when it speaks again")
                .isTrue();
        assertThat(membership.members().settled()).isEmpty();
    }

    @Test
    void aPauseOfOurOwnIsNotTheOthersSilence() {
        membership.heard(THERE, 0);
        membership.look(BOTH, SECOND);
        membership.look(BOTH, 30 * SECOND);
        assertThat(ids()).containsExactly("here", "there");
        for (int second = 31; second <= 34; second++) {
            membership.look(BOTH, second * SECOND);
        }
        membership.look(BOTH, 34 * SECOND + 2);
        assertThat(ids()).as("but from then on it counts").containsExactly("here");
    }

    @Test
    void whoWasHeardJustAfterAPauseOfOurOwnWasNotHeardLaterThanNow() {
        membership.heard(THERE, 30 * SECOND);
        membership.look(BOTH, 30 * SECOND);
        membership.look(List.of("here"), 31 * SECOND);
        assertThat(membership.members().settled()).containsEntry("there", 30 * SECOND);
    }

    @Test
    void whatItHadNotOnDiskWhenItSpokeIsMissing() {
        membership.heard(spoke("there", -400), SECOND);
        membership.look(BOTH, 3 * SECOND / 2);
        membership.look(BOTH, 4 * SECOND);
        membership.look(List.of("here"), 4 * SECOND);
        assertThat(membership.members().settled())
                .as("whatever pauses we made ourselves")
                .containsEntry("there", SECOND - Duration.ofMillis(400).toNanos());
    }

    @Test
    void aClockThatDiffersMovesItByTwoSecondsAtMost() {
        membership.heard(spoke("behind", -60_000), 5 * SECOND);
        membership.heard(spoke("ahead", 40_000), 5 * SECOND);
        membership.look(List.of("here"), 5 * SECOND);
        assertThat(membership.members().settled())
                .containsEntry("behind", 3 * SECOND)
                .containsEntry("ahead", 5 * SECOND);
    }

    @Test
    void whoNeverSpokeAfterAnotherWentHasNotTakenItsTasksOver() {
        membership.heard(spoke("first", 0), SECOND);
        membership.heard(spoke("second", 0), 2 * SECOND);
        membership.look(List.of("here", "second"), 3 * SECOND);
        membership.look(List.of("here"), 4 * SECOND);
        assertThat(membership.members().settled())
                .containsEntry("first", SECOND)
                .containsEntry("second", SECOND);
    }

    @Test
    void whoSpokeAfterAnotherWentHasItsTasks() {
        membership.heard(spoke("first", 0), SECOND);
        membership.heard(spoke("second", 0), 2 * SECOND);
        membership.look(List.of("here", "second"), 3 * SECOND);
        membership.heard(spoke("second", 0), 7 * SECOND / 2);
        membership.look(List.of("here"), 4 * SECOND);
        assertThat(membership.members().settled()).containsEntry("second", 7 * SECOND / 2);
    }

    @Test
    void whoHasGoneIsForgottenInTheEnd() {
        membership.heard(THERE, 0);
        membership.look(List.of("here"), 1);
        for (int second = 1; second <= 301; second++) {
            membership.look(List.of("here"), second * SECOND);
        }
        assertThat(membership.members().settled()).isEmpty();
    }

    /** By a clock that differs from ours. */
    private MemberStatus spoke(String nodeId, long ahead) {
        return ClusterOf.settledAt(nodeId, clock.millis() + ahead);
    }

    private List<String> ids() {
        Members members = membership.members();
        return members.all().stream().map(MemberStatus::nodeId).toList();
    }
}
