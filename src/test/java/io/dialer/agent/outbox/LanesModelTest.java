package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanesModelTest {
    private static final int STEPS = 4_000;

    /** Clocks that begin anywhere, because the monotonic clock may. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584, 4181, 6765, 10946})
    void loseNothingOvertakeNothingAndKeepEveryWait(long seed) {
        LanesModel model = new LanesModel(seed, (int) (seed % 60), seed * 1_000_003);
        for (int step = 0; step < STEPS; step++) {
            try {
                model.step();
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("seed %d, step %d".formatted(seed, step), failure);
            }
        }
        model.deliverAll();
        assertThat(model.delivered).isGreaterThan(STEPS / 20);
    }
}
