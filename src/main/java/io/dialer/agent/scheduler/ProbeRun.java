package io.dialer.agent.scheduler;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.PreparedProbe;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.ProbeTask;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a task's probe on its way through the pool. Made on the scheduler's event loop, executed once on a worker,
 * finished on the event loop again.
 */
final class ProbeRun {
    /** What is known when a run has ended. */
    record Ended(ProbeResult result, long latenessNanos) {}

    private static final Logger LOG = LoggerFactory.getLogger(ProbeRun.class);

    private final long dueNanos;
    private final BiConsumer<ProbeRun, Ended> whenEnded;
    private ProbeTask task;
    private PreparedProbe probe;
    private Duration limit;
    private boolean begun;
    private boolean abandoned;
    private @Nullable Thread worker;
    private boolean cutOff;

    /**
     * A run that has not begun.
     *
     * @param dueNanos when it should begin, by {@link System#nanoTime()}
     * @param limit how long it may take
     * @param whenEnded called on the event loop, not for a run that was cancelled before it began
     */
    ProbeRun(
            ProbeTask task, PreparedProbe probe, long dueNanos, Duration limit, BiConsumer<ProbeRun, Ended> whenEnded) {
        this.task = task;
        this.probe = probe;
        this.dueNanos = dueNanos;
        this.limit = limit;
        this.whenEnded = whenEnded;
    }

    /** Gives a run that still waits the task's new definition. */
    void redefine(ProbeTask newTask, PreparedProbe newProbe, Duration newLimit) {
        if (begun) {
            return;
        }
        task = newTask;
        probe = newProbe;
        limit = newLimit;
    }

    /** It is on its way to a worker: what it runs does not change any more. Returns how long it may take. */
    Duration begin() {
        begun = true;
        return limit;
    }

    /** What it runs; on the event loop. */
    ProbeTask task() {
        return task;
    }

    /** When it should begin, by {@link System#nanoTime()}. */
    long dueNanos() {
        return dueNanos;
    }

    /** The whole run, on the calling worker. */
    Ended execute() {
        long lateness = System.nanoTime() - dueNanos;
        hold(Thread.currentThread());
        try {
            return new Ended(probe.run(task, Deadline.in(limit)), lateness);
        } catch (RuntimeException | Error fault) {
            // Whatever it is: a run without an end would be its task's last.
            LOG.atError().addKeyValue("task_id", task.id()).setCause(fault).log("a run broke");
            return new Ended(PreparedProbe.broken(task, fault), lateness);
        } finally {
            hold(null);
        }
    }

    /** Cuts the run off and lets nobody hear of it: that we stop says nothing about the target. */
    void abandon() {
        abandoned = true;
        cutOff();
    }

    /** Interrupts the run's worker; one that has not begun yet finds itself interrupted when it does. */
    synchronized void cutOff() {
        cutOff = true;
        if (worker != null) {
            worker.interrupt();
        }
    }

    void ended(Ended ended) {
        if (!abandoned) {
            whenEnded.accept(this, ended);
        }
    }

    /** Under the lock, so that an interrupt never hits a thread that has gone on to something else. */
    private synchronized void hold(@Nullable Thread thread) {
        worker = thread;
        if (thread != null && cutOff) {
            thread.interrupt();
        }
    }
}
