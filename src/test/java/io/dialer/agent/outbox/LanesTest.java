package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final long NOW = 1_000_000_000_000L;
    private static final int BYTES = 100;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Lanes lanes = new Lanes();

    @Test
    void sendsThreeFreshRowsForEachOneOfTheBacklog() {
        loadBacklog(1, 40);
        addFresh(41, 120);
        List<Boolean> freshness = new ArrayList<>();
        for (int post = 0; post < 40; post++) {
            Parcel taken = take();
            freshness.add(taken.isFresh());
            finish(taken);
        }
        for (int post = 0; post + 4 <= freshness.size(); post += 4) {
            assertThat(freshness.subList(post, post + 4))
                    .filteredOn(fresh -> fresh)
                    .hasSize(3);
        }
    }

    @Test
    void givesOneLaneWhatTheOtherDoesNotUse() {
        loadBacklog(1, 20);
        for (int post = 0; post < 20; post++) {
            assertThat(take().isFresh()).isFalse();
        }
        addFresh(21, 40);
        for (int post = 0; post < 20; post++) {
            assertThat(take().isFresh()).isTrue();
        }
        assertThat(lanes.take(Parcel.Limit.ONE, NOW)).isEmpty();
        assertThat(lanes.inFlight()).isEqualTo(40);
    }

    @Test
    void readsTheBacklogOnlyBelowTheFreshRows() {
        assertThat(lanes.backlogCeiling(10)).isEqualTo(10);
        addFresh(11, 12);
        assertThat(lanes.backlogCeiling(12)).isEqualTo(10);
        finish(take());
        assertThat(lanes.backlogCeiling(12)).isEqualTo(11);
    }

    @Test
    void handsARowThatMustWaitTooLongToTheBacklog() {
        addFresh(1, 1);
        Parcel taken = take();
        lanes.hold(taken.first(), true, NOW + MINUTE);
        assertThat(lanes.fresh.size()).isZero();
        assertThat(lanes.backlog.wanted(1, NOW)).contains(new BacklogLane.Reading.Onward(0));
        lanes.backlog.readOnward(taken.rows(), 10, 1);
        assertThat(lanes.backlog.hasReady()).isFalse();
        assertThat(lanes.backlog.wanted(1, NOW + MINUTE))
                .contains(new BacklogLane.Reading.CatchUp(taken.first().taskId(), 1, 1));
    }

    @Test
    void keepsAFirmWaitWhenTheBackendIsBack() {
        addFresh(1, 2);
        Parcel firm = take();
        Parcel soft = take();
        lanes.holdFirmly(firm.first(), true, NOW + 1_000);
        lanes.hold(soft.first(), true, NOW + 1_000);
        lanes.release(NOW);
        assertThat(lanes.take(Parcel.Limit.ONE, NOW))
                .hasValueSatisfying(taken -> assertThat(taken.first()).isEqualTo(soft.first()));
        assertThat(lanes.take(Parcel.Limit.ONE, NOW)).isEmpty();
    }

    @Test
    void putsRowsOfATaskIntoOneParcelInTheirOrderAndNoMoreOfItIntoAnother() {
        for (long id = 1; id <= 6; id++) {
            lanes.fresh.add(row(id, id % 2 == 0 ? "even" : "odd"), NOW);
        }
        assertThat(idsOf(takeUpTo(4, 1_000, Set.of()))).containsExactly(1L, 3L, 5L, 2L);
        assertThat(lanes.take(Parcel.Limit.ONE, NOW)).isEmpty();
    }

    @Test
    void fillsAParcelByBytesButSendsARowOfAnySize() {
        addFresh(1, 3);
        assertThat(idsOf(takeUpTo(10, 2 * BYTES, Set.of()))).containsExactly(1L, 2L);
        assertThat(idsOf(takeUpTo(10, BYTES / 2, Set.of()))).containsExactly(3L);
    }

    @Test
    void sendsARowThatFailedABatchAlone() {
        addFresh(1, 4);
        assertThat(idsOf(takeUpTo(10, 1_000, Set.of(2L)))).containsExactly(1L);
        assertThat(idsOf(takeUpTo(10, 1_000, Set.of(2L)))).containsExactly(2L);
        assertThat(idsOf(takeUpTo(10, 1_000, Set.of(2L)))).containsExactly(3L, 4L);
    }

    @Test
    void takesAParcelAgainThatWasGivenBack() {
        addFresh(1, 2);
        Parcel fresh = takeUpTo(10, 1_000, Set.of());
        lanes.giveBack(fresh);
        assertThat(takeUpTo(10, 1_000, Set.of())).isEqualTo(fresh);
        lanes.giveBack(fresh);
        lanes.forgetUpTo(2);
        loadBacklog(3, 4);
        Parcel old = takeUpTo(10, 1_000, Set.of());
        assertThat(old.isFresh()).isFalse();
        lanes.giveBack(old);
        assertThat(takeUpTo(10, 1_000, Set.of())).isEqualTo(old);
        assertThat(lanes.inFlight()).isEqualTo(2);
    }

    @Test
    void triesADoubtfulBackendWithAFreshRow() {
        loadBacklog(1, 20);
        addFresh(21, 40);
        for (int turn = 0; turn < 10; turn++) {
            Parcel parcel = lanes.takeOneToTry(NOW).orElseThrow();
            assertThat(parcel.isFresh()).isTrue();
            assertThat(parcel.isSingle()).isTrue();
        }
    }

    private Parcel take() {
        return lanes.take(Parcel.Limit.ONE, NOW).orElseThrow();
    }

    private Parcel takeUpTo(int rows, long bytes, Set<Long> alone) {
        return lanes.take(new Parcel.Limit(rows, bytes, alone), NOW).orElseThrow();
    }

    private void finish(Parcel parcel) {
        parcel.rows().forEach(row -> lanes.finish(row, parcel.isFresh()));
    }

    private static List<Long> idsOf(Parcel parcel) {
        return parcel.rows().stream().map(OutboxRow::id).toList();
    }

    private static OutboxRow row(long id, String taskId) {
        return new OutboxRow(id, taskId, 0, BYTES, null);
    }

    private void addFresh(long from, long to) {
        for (long id = from; id <= to; id++) {
            lanes.fresh.add(row(id), NOW);
        }
    }

    private void loadBacklog(long from, long to) {
        List<OutboxRow> rows = new ArrayList<>();
        for (long id = from; id <= to; id++) {
            rows.add(row(id));
        }
        assertThat(lanes.backlog.wanted(to, NOW)).isPresent();
        lanes.backlog.readOnward(rows, rows.size() + 1, to);
    }

    private static OutboxRow row(long id) {
        return row(id, "task " + id);
    }
}
