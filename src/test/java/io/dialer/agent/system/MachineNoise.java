package io.dialer.agent.system;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** How late this machine wakes a thread up that does nothing else: what no program on it can be better than. */
final class MachineNoise implements AutoCloseable {
    private static final long PAUSE_NANOS = 10_000_000;

    private final ConcurrentLinkedQueue<Late> late = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** How late a thread was, and when, in seconds of the epoch. */
    private record Late(double at, double millis) {}

    private MachineNoise() {}

    static MachineNoise listen() {
        MachineNoise noise = new MachineNoise();
        Thread.ofPlatform().daemon().start(noise::measure);
        return noise;
    }

    private void measure() {
        while (!closed) {
            long begun = System.nanoTime();
            LockSupport.parkNanos(PAUSE_NANOS);
            late.add(new Late(StartTimes.now(), (System.nanoTime() - begun - PAUSE_NANOS) / 1e6));
        }
    }

    /** Since it listens. */
    double p99Millis() {
        double[] sorted = late.stream().mapToDouble(Late::millis).sorted().toArray();
        return sorted[sorted.length * 99 / 100];
    }

    /** Of all times, the part that was later than that. */
    double shareOver(double millis) {
        return late.stream().filter(wakeUp -> wakeUp.millis() > millis).count() / (double) late.size();
    }

    /** The latest that a thread was since then. */
    double worstSecondsSince(double from) {
        return late.stream()
                        .filter(wakeUp -> wakeUp.at() >= from)
                        .mapToDouble(Late::millis)
                        .max()
                        .orElse(0)
                / 1000;
    }

    @Override
    public void close() {
        closed = true;
    }
}
