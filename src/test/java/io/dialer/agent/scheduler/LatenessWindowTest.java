package io.dialer.agent.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dialer.agent.bus.AgentStatus;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatenessWindowTest {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    @ParameterizedTest
    @ValueSource(longs = {0, -7_000_000_000_000L, 9_000_000_000_000_000L})
    void tellsPercentilesInMilliseconds(long start) {
        LatenessWindow window = new LatenessWindow(start);
        for (int ms = 1; ms <= 100; ms++) {
            window.add(TimeUnit.MILLISECONDS.toNanos(ms), start);
        }
        AgentStatus.Lateness summary = window.summary(start);
        assertThat(summary.p50()).isCloseTo(50, within(0.1));
        assertThat(summary.p99()).isCloseTo(99, within(0.1));
        assertThat(summary.max()).isCloseTo(100, within(0.1));
        assertThat(summary.runs()).isEqualTo(100);
    }

    @Test
    void forgetsWhatIsOlderThanItsMinutes() {
        LatenessWindow window = new LatenessWindow(0);
        window.add(MINUTE, 0);
        window.add(1_000_000, 3 * MINUTE);
        assertThat(window.summary(4 * MINUTE).runs()).isEqualTo(2);
        assertThat(window.summary(5 * MINUTE).runs()).isEqualTo(1);
        assertThat(window.summary(8 * MINUTE)).isEqualTo(new AgentStatus.Lateness(0, 0, 0, 0));
    }

    @Test
    void forgetsEverythingAfterALongSilence() {
        LatenessWindow window = new LatenessWindow(0);
        window.add(MINUTE, 0);
        assertThat(window.summary(1_000_000 * MINUTE).runs()).isZero();
        window.add(MINUTE, 1_000_000 * MINUTE);
        assertThat(window.summary(1_000_000 * MINUTE).runs()).isEqualTo(1);
    }

    @Test
    void takesTooEarlyAsNotLateAndCutsWhatIsBeyondItsRange() {
        LatenessWindow window = new LatenessWindow(0);
        window.add(-5, 0);
        assertThat(window.summary(0).max()).isZero();
        window.add(TimeUnit.DAYS.toNanos(1), 0);
        assertThat(window.summary(0).max()).isCloseTo(3_600_000, within(4_000.0));
    }
}
