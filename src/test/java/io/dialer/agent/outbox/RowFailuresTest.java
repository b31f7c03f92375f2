package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowFailuresTest {
    private static final long ROW = 5;
    private final RowFailures failures = new RowFailures();

    @Test
    void countsEveryAttempt() {
        assertThat(failures.failed(ROW, false, 0).attempts()).isEqualTo(1);
        assertThat(failures.failed(ROW, true, 0).attempts()).isEqualTo(2);
        assertThat(failures.failed(ROW + 1, true, 0).attempts()).isEqualTo(1);
    }

    @Test
    void takesARowForTheReasonAtItsTenthServerErrorWhileOthersPass() {
        for (int attempt = 0; attempt < 9; attempt++) {
            failures.failed(ROW, true, attempt);
            assertThat(failures.isPoison(ROW)).isFalse();
        }
        failures.failed(ROW, true, 9);
        assertThat(failures.isPoison(ROW)).isTrue();
    }

    @Test
    void blamesNoRowWhileNothingPasses() {
        for (int attempt = 0; attempt < 100; attempt++) {
            failures.failed(ROW, true, 3);
        }
        assertThat(failures.isPoison(ROW)).isFalse();
    }

    @Test
    void blamesNoRowForAnUnreachableBackend() {
        for (int attempt = 0; attempt < 100; attempt++) {
            failures.failed(ROW, false, attempt);
        }
        assertThat(failures.isPoison(ROW)).isFalse();
    }

    @Test
    void tellsAFailureWhileOthersPassFromOneWhileNothingDoes() {
        assertThat(failures.failed(ROW, true, 5).othersPass())
                .as("the first one")
                .isFalse();
        assertThat(failures.failed(ROW, true, 5).othersPass()).isFalse();
        assertThat(failures.failed(ROW, true, 6).othersPass()).isTrue();
    }

    @Test
    void beginsAnewForARowThatWasForgotten() {
        failures.failed(ROW, true, 0);
        failures.forget(ROW);
        assertThat(failures.failed(ROW, true, 0).attempts()).isEqualTo(1);
        failures.failed(ROW + 1, true, 0);
        failures.forgetUpTo(ROW);
        assertThat(failures.failed(ROW, true, 0).attempts()).isEqualTo(1);
        assertThat(failures.failed(ROW + 1, true, 0).attempts()).isEqualTo(2);
    }
}
