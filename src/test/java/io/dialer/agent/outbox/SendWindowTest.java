package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SendWindowTest {
    private static final Duration QUICK = Duration.ofMillis(20);

    @Test
    void beginsWithTwoAndGrowsByOneWithEachFullWindowOfQuickAnswers() {
        SendWindow window = new SendWindow(8);
        assertThat(window.size()).isEqualTo(2);
        answer(window, QUICK, 2);
        assertThat(window.size()).isEqualTo(3);
        answer(window, QUICK, 2);
        assertThat(window.size()).isEqualTo(3);
        answer(window, QUICK, 1);
        assertThat(window.size()).isEqualTo(4);
    }

    @Test
    void neverGrowsBeyondItsMost() {
        SendWindow window = new SendWindow(3);
        answer(window, QUICK, 100);
        assertThat(window.size()).isEqualTo(3);
        assertThat(new SendWindow(1).size()).isEqualTo(1);
    }

    @Test
    void isHalvedByASlowAnswerOrAFailureButNeverBelowOne() {
        SendWindow window = new SendWindow(8);
        answer(window, QUICK, 100);
        window.answered(Duration.ofSeconds(3));
        assertThat(window.size()).isEqualTo(4);
        window.failed();
        assertThat(window.size()).isEqualTo(2);
        window.failed();
        window.failed();
        assertThat(window.size()).isEqualTo(1);
    }

    @Test
    void staysWhereAnswersAreNeitherQuickNorSlow() {
        SendWindow window = new SendWindow(8);
        answer(window, Duration.ofSeconds(1), 50);
        assertThat(window.size()).isEqualTo(2);
    }

    private static void answer(SendWindow window, Duration after, int times) {
        for (int time = 0; time < times; time++) {
            window.answered(after);
        }
    }
}
