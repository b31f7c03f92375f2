package io.dialer.agent.probe.plugin;

import io.dialer.agent.probe.Deadline;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host processes of one state of the folder. A run goes to the process with the fewest; one that ends, or is ended
 * because a run hangs in it, is replaced, and each run that it had is repeated once in a process of its own: so only the
 * run that is to blame fails. Safe for use by several threads, which may be virtual.
 */
final class HostPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostPool.class);
    /** After the start of a replacement has failed. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int ATTEMPTS_ALONE = 3;
    private static final int MOST_ALONE = 4;
    private static final String NO_TIME = "has lost its process to another plugin, and there was no time to repeat it";
    /** One that ends sooner may do so again and again. */
    private static final long SHORT_LIFE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final HostLauncher launcher;
    private final int processes;
    private final int threads;
    private final Semaphore slots;
    private final Semaphore alone = new Semaphore(MOST_ALONE, true);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Each with the runs that it has. */
    private final Map<HostProcess, Integer> hosts = new LinkedHashMap<>();

    private boolean closed;

    /**
     * A pool that begins with one process and starts the others beside it.
     *
     * @param threads runs at once in each process
     */
    HostPool(HostLauncher launcher, HostProcess first, int processes, int threads) {
        this.launcher = launcher;
        this.processes = processes;
        this.threads = threads;
        this.slots = new Semaphore(processes * threads, true);
        add(first);
        for (int host = 1; host < processes; host++) {
            startAnother(0);
        }
    }

    /**
     * Executes one run on the calling worker.
     *
     * @return what the host answers
     * @throws TimeoutException where the deadline passes; what hangs is ended
     * @throws PoolClosed where another pool has taken over before the run began
     * @throws PluginFault where no process can bring the run to an end
     * @throws InterruptedException when the run is cut off from outside
     */
    JsonObject run(JsonObject request, Deadline deadline)
            throws TimeoutException, PluginFault, PoolClosed, InterruptedException {
        if (!slots.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
            throw new PluginFault("has found none of the %d plugin threads free (plugins.processes, plugins.threads)"
                    .formatted(processes * threads));
        }
        try {
            HostProcess host = take(deadline);
            try {
                return runIn(host, request, deadline);
            } finally {
                giveBack(host);
            }
        } catch (HostGone othersFault) {
            return runAlone(request, deadline);
        } finally {
            slots.release();
        }
    }

    /** The pool has given way to another one. */
    static final class PoolClosed extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static JsonObject runIn(HostProcess host, JsonObject request, Deadline deadline)
            throws TimeoutException, HostGone, InterruptedException {
        boolean answered = false;
        try {
            JsonObject answer = deadline.await(host.call(request));
            answered = true;
            return answer;
        } catch (ExecutionException ended) {
            answered = true;
            throw gone(host);
        } finally {
            if (!answered) {
                // A thread of Python cannot be ended, and what it does must not go on.
                host.kill("a run took too long");
            }
        }
    }

    /**
     * In a process that has nothing else to do. One that was ended from outside says nothing about the run; one that has
     * ended otherwise does.
     */
    private JsonObject runAlone(JsonObject request, Deadline deadline)
            throws TimeoutException, PluginFault, InterruptedException {
        if (!alone.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
            throw new PluginFault(NO_TIME);
        }
        try {
            for (int attempt = 1; attempt <= ATTEMPTS_ALONE; attempt++) {
                try (HostProcess own = launcher.start(1)) {
                    awaitReady(own, deadline);
                    return runIn(own, request, deadline);
                } catch (HostGone gone) {
                    if (!gone.fromOutside()) {
                        throw new PluginFault("has ended its process");
                    }
                }
            }
            throw new PluginFault("has lost its process to others %d times".formatted(ATTEMPTS_ALONE + 1));
        } catch (IOException failure) {
            throw new PluginFault("has lost its process, and no other can be started: " + failure.getMessage());
        } finally {
            alone.release();
        }
    }

    /** The imports take their time, which is not the run's fault. */
    private static void awaitReady(HostProcess own, Deadline deadline)
            throws PluginFault, HostGone, InterruptedException {
        try {
            deadline.await(own.ready());
        } catch (TimeoutException late) {
            throw new PluginFault(NO_TIME);
        } catch (ExecutionException ended) {
            throw gone(own);
        }
    }

    private static HostGone gone(HostProcess host) throws InterruptedException {
        return new HostGone("it has ended", host.endedFromOutside());
    }

    private HostProcess take(Deadline deadline) throws PluginFault, PoolClosed, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Map.Entry<HostProcess, Integer> freest = hosts.entrySet().stream()
                        .min(Map.Entry.comparingByValue())
                        .orElse(null);
                if (freest != null && freest.getValue() < threads) {
                    freest.setValue(freest.getValue() + 1);
                    return freest.getKey();
                }
                if (closed) {
                    throw new PoolClosed();
                }
                if (changed.awaitNanos(deadline.remainingNanos()) <= 0) {
                    throw new PluginFault("has found no plugin process running; the log says why");
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(HostProcess host) {
        lock.lock();
        try {
            hosts.computeIfPresent(host, (same, runs) -> runs - 1);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void add(HostProcess host) {
        lock.lock();
        try {
            if (closed) {
                host.close();
                return;
            }
            hosts.put(host, 0);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        host.ended().thenRun(() -> replace(host));
    }

    private void replace(HostProcess gone) {
        lock.lock();
        try {
            if (hosts.remove(gone) == null || closed) {
                return;
            }
        } finally {
            lock.unlock();
        }
        LOG.warn("a plugin host has ended; another one is started");
        startAnother(gone.ageNanos() < SHORT_LIFE_NANOS ? PAUSE_NANOS : 0);
    }

    /** On a thread of its own, because it takes as long as the plugins' imports. */
    private void startAnother(long afterNanos) {
        Thread.ofPlatform().daemon().name("dialer-plugins-start").start(() -> {
            LockSupport.parkNanos(afterNanos);
            while (!isClosed()) {
                try {
                    HostProcess host = launcher.start(threads);
                    try {
                        HostLauncher.untilReady(host);
                    } catch (TimeoutException hangs) {
                        host.close();
                        throw hangs;
                    }
                    add(host);
                    return;
                } catch (IOException | ExecutionException | TimeoutException failure) {
                    LOG.atWarn().addKeyValue("reason", failure.getMessage()).log("a plugin host does not start");
                    LockSupport.parkNanos(PAUSE_NANOS);
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        });
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the processes once they have no runs; on a thread of its own. */
    void closeWhenIdle() {
        Thread.ofPlatform().daemon().name("dialer-plugins-end").start(() -> {
            slots.acquireUninterruptibly(processes * threads);
            close();
            slots.release(processes * threads);
        });
    }

    @Override
    public void close() {
        List<HostProcess> all;
        lock.lock();
        try {
            closed = true;
            all = List.copyOf(hosts.keySet());
            hosts.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        all.forEach(HostProcess::close);
    }
}
