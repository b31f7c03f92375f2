package io.dialer.agent.scheduler;

import io.dialer.agent.bus.AgentStatus;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The lateness of the runs of the last minutes, in memory of a fixed size. Not thread-safe. */
final class LatenessWindow {
    private static final int MINUTES = 5;
    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);
    private static final int DIGITS = 3;

    private final Histogram[] byMinute = new Histogram[MINUTES];
    private long currentMinute;

    /**
     * An empty window.
     *
     * @param nanoTime now, by {@link System#nanoTime()}
     */
    LatenessWindow(long nanoTime) {
        for (int slot = 0; slot < MINUTES; slot++) {
            byMinute[slot] = new Histogram(LONGEST_MICROS, DIGITS);
        }
        currentMinute = minuteOf(nanoTime);
    }

    void add(long latenessNanos, long nanoTime) {
        forgetOld(nanoTime);
        long micros = TimeUnit.NANOSECONDS.toMicros(Math.max(0, latenessNanos));
        byMinute[slotOf(currentMinute)].recordValue(Math.min(micros, LONGEST_MICROS));
    }

    AgentStatus.Lateness summary(long nanoTime) {
        forgetOld(nanoTime);
        Histogram all = new Histogram(LONGEST_MICROS, DIGITS);
        for (Histogram minute : byMinute) {
            all.add(minute);
        }
        return new AgentStatus.Lateness(
                millis(all.getValueAtPercentile(50)),
                millis(all.getValueAtPercentile(99)),
                millis(all.getMaxValue()),
                all.getTotalCount());
    }

    private void forgetOld(long nanoTime) {
        long minute = minuteOf(nanoTime);
        for (int step = 0; step < MINUTES && currentMinute < minute; step++) {
            currentMinute++;
            byMinute[slotOf(currentMinute)].reset();
        }
        currentMinute = minute;
    }

    private static long minuteOf(long nanoTime) {
        return Math.floorDiv(nanoTime, TimeUnit.MINUTES.toNanos(1));
    }

    private static int slotOf(long minute) {
        return (int) Math.floorMod(minute, (long) MINUTES);
    }

    private static double millis(long micros) {
        return micros / 1000.0;
    }
}
