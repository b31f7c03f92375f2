package io.dialer.agent.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    private static final long SEED = 20_261_124;
    private static final Instant WALL_CLOCK = Instant.parse("2026-11-23T21:00:00.123456789Z");

    private final Random random = new Random(SEED);
    private final Schedule schedule = new Schedule(5_000, WALL_CLOCK);

    @Test
    void everyTasksGridIsFixed() {
        for (int round = 0; round < 2_000; round++) {
            String task = randomTask();
            Duration interval = randomInterval();
            long moment = randomMoment();
            long due = schedule.gridAtOrAfter(task, interval, moment);
            assertThat(due - moment).as("seed %d", SEED).isBetween(0L, interval.toNanos() - 1);
            assertThat(schedule.gridAtOrAfter(task, interval, due)).isEqualTo(due);
            assertThat(schedule.distanceToGrid(task, interval, due)).isZero();
            assertThat(schedule.gridAfter(task, interval, due)).isEqualTo(due + interval.toNanos());
            assertThat(schedule.gridAfter(task, interval, due - 1)).isEqualTo(due);
        }
    }

    @Test
    void whatWasLeftOutInASilenceIsMadeUpForNoFasterThanItWouldHaveCome() {
        for (int round = 0; round < 2_000; round++) {
            String task = randomTask();
            Duration interval = randomInterval();
            long since = randomMoment();
            long now = since + random.nextLong(Duration.ofSeconds(6).toNanos());
            long missed = schedule.gridAtOrAfter(task, interval, since);
            long due = schedule.afterSilence(task, interval, since, now);
            assertThat(due).isGreaterThanOrEqualTo(now);
            assertThat(due).isEqualTo(missed >= now ? missed : now + (missed - since) / 2);
        }
    }

    @Test
    void aMomentThatAClockWithAnErrorNamesIsNotBelieved() {
        long now = 9_000_000_000L;
        Duration interval = Duration.ofSeconds(10);
        long soon = schedule.toEpochNanos(now + 7_000_000_000L);
        long inAnHour = schedule.toEpochNanos(now + Duration.ofHours(1).toNanos());
        long anHourAgo = schedule.toEpochNanos(now - Duration.ofHours(1).toNanos());
        assertThat(schedule.whenHandedOver("7", interval, soon, now)).isEqualTo(now + 7_000_000_000L);
        assertThat(schedule.whenHandedOver("7", interval, inAnHour, now))
                .isEqualTo(schedule.gridAfter("7", interval, now));
        assertThat(schedule.whenHandedOver("7", interval, anHourAgo, now))
                .isEqualTo(schedule.gridAfter("7", interval, now));
    }

    @Test
    void aMomentIsTheSameOnEveryNodeByTheEpoch() {
        Schedule other = new Schedule(77, WALL_CLOCK.plusSeconds(3));
        long moment = 9_000_000_000L;
        assertThat(other.toEpochNanos(other.ofEpochNanos(schedule.toEpochNanos(moment))))
                .isEqualTo(schedule.toEpochNanos(moment));
        assertThat(schedule.ofEpochNanos(schedule.toEpochNanos(moment))).isEqualTo(moment);
    }

    @Test
    void everyNodeComputesTheSameGridWhereverItsMonotonicClockBegan() {
        for (int round = 0; round < 500; round++) {
            long offset = random.nextLong(1L << 50);
            Schedule other = new Schedule(5_000 + offset, WALL_CLOCK);
            String task = randomTask();
            Duration interval = randomInterval();
            long moment = randomMoment();
            assertThat(other.gridAtOrAfter(task, interval, moment + offset) - offset)
                    .as("seed %d", SEED)
                    .isEqualTo(schedule.gridAtOrAfter(task, interval, moment));
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 1", "20000, 60", "20000, 3600"})
    void phasesOfConsecutiveIdsAreSpreadEvenly(int tasks, long intervalSeconds) {
        Duration interval = Duration.ofSeconds(intervalSeconds);
        int[] starts = new int[20];
        for (int id = 1; id <= tasks; id++) {
            long ahead = schedule.gridAtOrAfter(Integer.toString(id), interval, 0);
            starts[(int) (ahead * starts.length / interval.toNanos())]++;
        }
        int expected = tasks / starts.length;
        double tolerance = 5 * Math.sqrt(expected);
        for (int count : starts) {
            assertThat((double) count).isBetween(expected - tolerance, expected + tolerance);
        }
    }

    @Test
    void firstRunsOfManyAreSpreadOverAtMostTheIntervalAndTwoHundredPerSecond() {
        for (int round = 0; round < 500; round++) {
            int count = 1 + random.nextInt(5_000);
            Duration interval = randomInterval();
            long most = Math.min(interval.toNanos(), TimeUnit.SECONDS.toNanos(count) / 200);
            long before = -1;
            for (int position = 0; position < count; position += 1 + random.nextInt(50)) {
                long delay = Schedule.firstDelayNanos(position, count, interval);
                assertThat(delay).as("seed %d", SEED).isGreaterThan(before).isBetween(0L, most);
                before = delay;
            }
        }
    }

    @Test
    void aTaskAddedAloneRunsAtOnce() {
        assertThat(Schedule.firstDelayNanos(0, 1, Duration.ofHours(1))).isZero();
    }

    @Test
    void leavesOutAGridRunWithinHalfAnIntervalAfterTheFirstRun() {
        for (int round = 0; round < 2_000; round++) {
            String task = randomTask();
            Duration interval = randomInterval();
            long first = randomMoment();
            long next = schedule.gridAfterFirstRun(task, interval, first);
            assertThat(next - first).as("seed %d", SEED).isBetween(interval.toNanos() / 2, interval.toNanos() * 3 / 2);
            assertThat(schedule.distanceToGrid(task, interval, next)).isZero();
        }
    }

    private String randomTask() {
        return random.nextBoolean() ? Integer.toString(random.nextInt(100_000)) : "任务 " + random.nextLong();
    }

    private Duration randomInterval() {
        return random.nextBoolean()
                ? Duration.ofSeconds(1 + random.nextInt(86_400))
                : Duration.ofNanos(1_000_000_000L + random.nextLong(1L << 40));
    }

    private long randomMoment() {
        return random.nextLong(1L << 55) - (1L << 54);
    }
}
