package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final long NOW = 1_000_000_000_000L;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Lanes lanes = new Lanes();

    @Test
    void sendsThreeFreshRowsForEachOneOfTheBacklog() {
        loadBacklog(1, 40);
        addFresh(41, 120);
        List<Boolean> freshness = new ArrayList<>();
        for (int post = 0; post < 40; post++) {
            Lanes.Taken taken = lanes.take(NOW).orElseThrow();
            freshness.add(taken.isFresh());
            lanes.finish(taken);
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
            assertThat(lanes.take(NOW).orElseThrow().isFresh()).isFalse();
        }
        addFresh(21, 40);
        for (int post = 0; post < 20; post++) {
            assertThat(lanes.take(NOW).orElseThrow().isFresh()).isTrue();
        }
        assertThat(lanes.take(NOW)).isEmpty();
        assertThat(lanes.inFlight()).isEqualTo(40);
    }

    @Test
    void readsTheBacklogOnlyBelowTheFreshRows() {
        assertThat(lanes.backlogCeiling(10)).isEqualTo(10);
        addFresh(11, 12);
        assertThat(lanes.backlogCeiling(12)).isEqualTo(10);
        lanes.finish(lanes.take(NOW).orElseThrow());
        assertThat(lanes.backlogCeiling(12)).isEqualTo(11);
    }

    @Test
    void handsARowThatMustWaitTooLongToTheBacklog() {
        addFresh(1, 1);
        Lanes.Taken taken = lanes.take(NOW).orElseThrow();
        lanes.hold(taken, NOW + MINUTE);
        assertThat(lanes.fresh.size()).isZero();
        assertThat(lanes.backlog.wanted(1, NOW)).contains(new BacklogLane.Reading.Onward(0));
        lanes.backlog.readOnward(List.of(taken.row()), 10, 1);
        assertThat(lanes.backlog.hasReady()).isFalse();
        assertThat(lanes.backlog.wanted(1, NOW + MINUTE))
                .contains(new BacklogLane.Reading.CatchUp(taken.row().taskId(), 1, 1));
    }

    @Test
    void keepsAFirmWaitWhenTheBackendIsBack() {
        addFresh(1, 2);
        Lanes.Taken firm = lanes.take(NOW).orElseThrow();
        Lanes.Taken soft = lanes.take(NOW).orElseThrow();
        lanes.holdFirmly(firm, NOW + 1_000);
        lanes.hold(soft, NOW + 1_000);
        lanes.release(NOW);
        assertThat(lanes.take(NOW))
                .hasValueSatisfying(taken -> assertThat(taken.row()).isEqualTo(soft.row()));
        assertThat(lanes.take(NOW)).isEmpty();
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
        return new OutboxRow(id, "task " + id, 0, null);
    }
}
