package io.dialer.agent.probe.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The part of the heap that all probes together may fill with what targets send. Each answer has a limit of its own, but
 * many large ones at once would end the process. Safe for use by several threads; never blocks, so that nobody's phases
 * grow by waiting for others.
 */
public final class HeapShare {
    /** What the agent itself has alive with some hundreds of tasks. */
    private static final long OWN_BYTES = 40L << 20;

    private final long most;
    private final AtomicLong free;

    /**
     * A share of so many bytes.
     *
     * @param most in bytes
     */
    public HeapShare(long most) {
        this.most = most;
        this.free = new AtomicLong(most);
    }

    /** Half of what the agent itself does not need of this process's heap, and an eighth of it at least. */
    static HeapShare ofThisProcess() {
        return new HeapShare(of(Runtime.getRuntime().maxMemory()));
    }

    static long of(long heapBytes) {
        return Math.max(heapBytes / 8, (heapBytes - OWN_BYTES) / 2);
    }

    /** Takes so many bytes, or none at all where fewer are left. */
    public boolean take(long bytes) {
        long left = free.get();
        while (left >= bytes) {
            if (free.compareAndSet(left, left - bytes)) {
                return true;
            }
            left = free.get();
        }
        return false;
    }

    /** Gives back what was taken. */
    public void give(long bytes) {
        free.addAndGet(bytes);
    }

    public long most() {
        return most;
    }
}
