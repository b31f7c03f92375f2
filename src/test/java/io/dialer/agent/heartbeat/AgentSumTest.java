package io.dialer.agent.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.OutboxStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentSumTest {
    private static final AgentStatus ONE = new AgentStatus(
            new AgentStatus.Pool(1, 2, 3, 4, 5, 6, 7, 8),
            new AgentStatus.Tasks(9, 10, 13, 11, 12, 14),
            new AgentStatus.Lateness(0.5, 9, 10, 13));
    private static final AgentStatus OTHER = new AgentStatus(
            new AgentStatus.Pool(100, 200, 300, 400, 500, 600, 700, 800),
            new AgentStatus.Tasks(900, 1000, 1300, 1100, 1200, 1400),
            new AgentStatus.Lateness(0.75, 8, 20, 1300));

    @Test
    void addsWhatCanBeAddedAndTakesTheWorstLateness() {
        assertThat(AgentSum.of(List.of(ONE, OTHER)))
                .isEqualTo(new AgentStatus(
                        new AgentStatus.Pool(101, 202, 303, 404, 505, 606, 707, 808),
                        new AgentStatus.Tasks(909, 1010, 1313, 1111, 1212, 1414),
                        new AgentStatus.Lateness(0.75, 9, 20, 1313)));
        assertThat(AgentSum.ofOutboxes(
                        List.of(new OutboxStatus(1, 2.5, 3, 4, 5, 6), new OutboxStatus(10, 1.5, 30, 40, 50, 60))))
                .isEqualTo(new OutboxStatus(11, 2.5, 33, 44, 55, 66));
    }

    @Test
    void oneAloneIsItsOwnSum() {
        assertThat(AgentSum.of(List.of(ONE))).isEqualTo(ONE);
    }
}
