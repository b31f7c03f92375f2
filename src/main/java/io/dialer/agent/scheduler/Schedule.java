package io.dialer.agent.scheduler;

import io.dialer.agent.bus.KeyHash;
import java.time.Duration;
import java.time.Instant;

/**
 * When a task is due. A task's grid is {@code phase + n × interval} on the epoch, its phase a hash of the task's id, so
 * that every node computes the same grid and many tasks spread evenly. The wall clock is read once, when the schedule is
 * made; from there the monotonic clock counts, and a jump of the wall clock moves nothing. Pure and immutable.
 *
 * <p>All moments are nanoseconds of {@link System#nanoTime()}.
 */
final class Schedule {
    /** Starts of tasks that were added together, per second. */
    private static final long STARTS_PER_SECOND = 200;

    private final long epochNanosAtZero;

    /**
     * A schedule that counts from one moment read on both clocks.
     *
     * @param nanoTime the moment by the monotonic clock
     * @param wallClock the same moment by the wall clock
     */
    Schedule(long nanoTime, Instant wallClock) {
        this.epochNanosAtZero = wallClock.getEpochSecond() * 1_000_000_000L + wallClock.getNano() - nanoTime;
    }

    /** The first grid point at or after a moment. */
    long gridAtOrAfter(String taskId, Duration interval, long moment) {
        long intervalNanos = interval.toNanos();
        long sinceGrid = Math.floorMod(moment + epochNanosAtZero - phase(taskId, intervalNanos), intervalNanos);
        return sinceGrid == 0 ? moment : moment + intervalNanos - sinceGrid;
    }

    /** The first grid point after a moment. */
    long gridAfter(String taskId, Duration interval, long moment) {
        return gridAtOrAfter(taskId, interval, moment + 1);
    }

    /** How far a moment lies from the nearest grid point. */
    long distanceToGrid(String taskId, Duration interval, long moment) {
        long ahead = gridAtOrAfter(taskId, interval, moment) - moment;
        return Math.min(ahead, interval.toNanos() - ahead);
    }

    /**
     * The delay of a task's first run when several were added together.
     *
     * @param position its place among them, from 0
     * @param count how many they are; one alone runs at once
     */
    static long firstDelayNanos(int position, int count, Duration interval) {
        long spread = Math.min(interval.toNanos(), count * 1_000_000_000L / STARTS_PER_SECOND);
        return Math.round((double) spread * position / count);
    }

    /** The first grid run after a first run; one within half an interval of it is left out. */
    long gridAfterFirstRun(String taskId, Duration interval, long firstRun) {
        return gridAtOrAfter(taskId, interval, firstRun + interval.toNanos() / 2);
    }

    /**
     * The first run of a task whose node has gone. A grid point that nobody may have met since then is made up for; together
     * with those of other tasks in their order and twice as fast as they would have come, so that none is long late and the
     * pool meets no burst.
     *
     * @param since until when nothing is missing of that node's runs
     * @param now the moment of the take-over
     */
    long afterSilence(String taskId, Duration interval, long since, long now) {
        long point = gridAtOrAfter(taskId, interval, since);
        return point - now >= 0 ? point : now + (point - since) / 2;
    }

    /**
     * The first run of a task that another node says is due then. A moment that is not within an interval of now tells of
     * clocks that do not agree; then the own grid counts.
     */
    long whenHandedOver(String taskId, Duration interval, long epochNanos, long now) {
        long due = ofEpochNanos(epochNanos);
        return Math.abs(due - now) <= 2 * interval.toNanos() ? due : gridAfter(taskId, interval, now);
    }

    /** A moment as nanoseconds of the epoch, which other nodes understand. */
    long toEpochNanos(long moment) {
        return moment + epochNanosAtZero;
    }

    /** The moment of an epoch time. */
    long ofEpochNanos(long epochNanos) {
        return epochNanos - epochNanosAtZero;
    }

    private static long phase(String taskId, long intervalNanos) {
        return Math.unsignedMultiplyHigh(KeyHash.of(taskId), intervalNanos);
    }
}
