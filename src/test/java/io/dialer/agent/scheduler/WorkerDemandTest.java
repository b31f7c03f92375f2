package io.dialer.agent.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkerDemandTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private final WorkerDemand demand = new WorkerDemand();

    @Test
    void isNothingWithoutTasks() {
        assertThat(demand.workersNeeded()).isZero();
    }

    @Test
    void sumsDurationsOverIntervals() {
        for (int task = 0; task < 100; task++) {
            demand.add(Duration.ofSeconds(10), LIMIT, 2);
        }
        assertThat(demand.workersNeeded()).isEqualTo(20);
    }

    @Test
    void countsATaskThatIsSlowerThanItsIntervalAsOneWorker() {
        demand.add(Duration.ofSeconds(1), LIMIT, 30);
        assertThat(demand.workersNeeded()).isEqualTo(1);
    }

    @Test
    void takesTheLimitWhileNothingHasRun() {
        for (int task = 0; task < 10; task++) {
            demand.add(Duration.ofSeconds(20), LIMIT, 0);
        }
        assertThat(demand.workersNeeded()).isEqualTo(5);
    }

    @Test
    void takesTheMeanOfTheOthersForATaskThatHasNotRun() {
        demand.add(Duration.ofSeconds(10), LIMIT, 1);
        for (int task = 0; task < 100; task++) {
            demand.add(Duration.ofSeconds(10), LIMIT, 0);
        }
        assertThat(demand.workersNeeded()).isEqualTo(11);
    }
}
