package io.dialer.agent.probe.net.icmp;

import io.vertx.core.buffer.Buffer;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Reads packets from a TUN interface and writes packets at exact moments, on a thread of its own. It is told when it
 * really wrote each, because a thread is never woken exactly when it wants to be.
 */
public final class TunLoop implements AutoCloseable {
    /** How long before its moment a packet is waited for by spinning: a park ends some 60 µs late. */
    private static final long SPIN_NANOS = 200_000;

    private static final long IDLE_NANOS = 50_000_000;

    private final TunDevice device;
    private final Reader reader;
    private final Thread thread;
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::atNanos));
    private volatile boolean stopped;

    /** Called on the loop's thread. */
    @FunctionalInterface
    public interface Reader {
        /**
         * A packet came.
         *
         * @param readNanos when, on the monotonic clock
         */
        void read(TunLoop loop, byte[] packet, long readNanos);
    }

    private record Due(long atNanos, Buffer packet, LongConsumer whenWritten) {}

    public TunLoop(TunDevice device, Reader reader) {
        this.device = device;
        this.reader = reader;
        this.thread = Thread.ofPlatform().daemon().name("tun-loop").start(this::run);
    }

    /** Has a packet written at a moment; only on the loop's own thread. */
    public void write(byte[] packet, long atNanos, LongConsumer whenWritten) {
        due.add(new Due(atNanos, Buffer.buffer(packet), whenWritten));
    }

    private void run() {
        while (!stopped) {
            Due next = due.peek();
            long left = next == null ? IDLE_NANOS : next.atNanos() - System.nanoTime();
            if (next != null && left <= SPIN_NANOS) {
                writeNext();
                continue;
            }
            int waitMs = (int) ((left - SPIN_NANOS) / 1_000_000);
            byte[] packet = device.read(waitMs);
            if (packet.length > 0) {
                reader.read(this, packet, System.nanoTime());
            } else if (waitMs == 0) {
                LockSupport.parkNanos(left - SPIN_NANOS);
            }
        }
    }

    private void writeNext() {
        Due next = due.remove();
        while (next.atNanos() - System.nanoTime() > 0) {
            Thread.onSpinWait();
        }
        device.write(next.packet().getBytes());
        next.whenWritten().accept(System.nanoTime());
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
            device.close();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
