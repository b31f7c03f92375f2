package io.dialer.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PhaseClockTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final PhaseClock clock = new PhaseClock(Phase.RESOLVE, now.get(), now::get);

    @Test
    void losesNothingBetweenPhasesAlsoWhereTheCounterWrapsAround() {
        now.addAndGet(3);
        clock.enter(Phase.CONNECT);
        now.addAndGet(10);
        clock.enter(Phase.FIRST_BYTE);
        now.addAndGet(20);
        Phases phases = clock.stop();

        assertThat(phases.nanos())
                .containsOnlyKeys(Phase.RESOLVE, Phase.CONNECT, Phase.FIRST_BYTE)
                .containsEntry(Phase.RESOLVE, 3L)
                .containsEntry(Phase.CONNECT, 10L)
                .containsEntry(Phase.FIRST_BYTE, 20L);
        assertThat(phases.totalNanos()).isEqualTo(33);
        assertThat(phases.reached(Phase.TLS)).isFalse();
    }

    @Test
    void neverGoesBackAndIgnoresWhatComesLate() {
        clock.enter(Phase.TLS);
        now.addAndGet(5);
        clock.enter(Phase.CONNECT);
        clock.enter(Phase.TLS);
        assertThat(clock.running()).isEqualTo(Phase.TLS);

        Phases stopped = clock.stop();
        now.addAndGet(7);
        clock.enter(Phase.CHECK);
        assertThat(clock.stop()).isEqualTo(stopped);
        assertThat(stopped.totalNanos()).isEqualTo(5);
    }

    @Test
    void addsTheHopsOfACallUp() {
        now.addAndGet(4);
        Phases one = clock.stop();

        assertThat(one.plus(one).totalNanos()).isEqualTo(8);
    }
}
