package io.dialer.agent.store;

import io.dialer.agent.store.Database.Kind;
import io.dialer.agent.store.Database.Work;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the thread of a database, in the order in which it came. That thread is not woken for each write: a thousand
 * wake-ups a second cost more than what is written. Any thread adds; one takes.
 */
final class WorkQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition worthWaking = lock.newCondition();
    private final Queue<Work<?>> waiting = new ArrayDeque<>();
    private int urgent;
    /** So many need not wait any longer. */
    private int enough = 1;

    void add(Work<?> work) {
        lock.lock();
        try {
            waiting.add(work);
            urgent += isUrgent(work) ? 1 : 0;
            if (urgent > 0 || waiting.size() >= enough) {
                worthWaking.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something. */
    Work<?> take() throws InterruptedException {
        lock.lock();
        try {
            enough = 1;
            while (waiting.isEmpty()) {
                worthWaking.await();
            }
            return remove();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a moment has come, something urgent, or enough for a group; null where there is nothing then.
     *
     * @param room how much the group still takes
     */
    @Nullable
    Work<?> takeUntil(long atNanos, int room) throws InterruptedException {
        lock.lock();
        try {
            enough = room;
            long left = atNanos - System.nanoTime();
            while (left > 0 && urgent == 0 && waiting.size() < room) {
                left = worthWaking.awaitNanos(left);
            }
            return waiting.isEmpty() ? null : remove();
        } finally {
            lock.unlock();
        }
    }

    /** What is there now; null where there is nothing. */
    @Nullable
    Work<?> poll() {
        lock.lock();
        try {
            return waiting.isEmpty() ? null : remove();
        } finally {
            lock.unlock();
        }
    }

    private Work<?> remove() {
        Work<?> first = waiting.remove();
        urgent -= isUrgent(first) ? 1 : 0;
        return first;
    }

    private static boolean isUrgent(Work<?> work) {
        return work.kind() != Kind.WRITE;
    }
}
