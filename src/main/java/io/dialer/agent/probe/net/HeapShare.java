package io.dialer.agent.probe.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The part of the heap that all probes together may fill with what targets send. Each answer has a limit of its own, but
 * many large ones at once would end the process. Safe for use by several threads; never blocks, so that nobody's phases
 * grow by waiting for others.
 */
public final class HeapShare {
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

    static HeapShare halfOfTheHeap() {
        return new HeapShare(Runtime.getRuntime().maxMemory() / 2);
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
