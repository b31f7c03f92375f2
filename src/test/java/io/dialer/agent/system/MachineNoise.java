package io.dialer.agent.system;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** How late this machine wakes a thread up that does nothing else: what no program on it can be better than. */
final class MachineNoise implements AutoCloseable {
    private static final long PAUSE_NANOS = 10_000_000;

    private final ConcurrentLinkedQueue<Double> lateMillis = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

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
            lateMillis.add((System.nanoTime() - begun - PAUSE_NANOS) / 1e6);
        }
    }

    /** Since it listens. */
    double p99Millis() {
        double[] sorted =
                lateMillis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length * 99 / 100];
    }

    @Override
    public void close() {
        closed = true;
    }
}
