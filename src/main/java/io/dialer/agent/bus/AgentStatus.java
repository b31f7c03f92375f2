package io.dialer.agent.bus;

/**
 * The scheduler's state, counted since the start unless said otherwise.
 *
 * @param pool the workers
 * @param tasks the tasks
 * @param lateness of the runs of the last minutes
 */
public record AgentStatus(Pool pool, Tasks tasks, Lateness lateness) {
    /**
     * The bounded pool.
     *
     * @param maxWorkers probes at once, at most
     * @param active probes executing now
     * @param queued runs that wait for a worker now
     * @param queueLimit runs that may wait
     * @param completed runs finished
     * @param refused runs that found the queue full
     * @param skipped runs that were due while their predecessor still ran
     * @param workersNeeded what the tasks would need, by their durations and intervals
     */
    public record Pool(
            int maxWorkers,
            int active,
            int queued,
            int queueLimit,
            long completed,
            long refused,
            long skipped,
            int workersNeeded) {}

    /**
     * The tasks.
     *
     * @param total all of them now
     * @param running those whose run executes now
     * @param endedRuns runs that were due and have ended
     * @param succeededRuns those of them that ended in success
     * @param failing tasks whose last run was not a success, now
     * @param changes tasks that came, changed or went: while it stays, who has listed them need not do so again
     */
    public record Tasks(int total, int running, long endedRuns, long succeededRuns, int failing, long changes) {}

    /**
     * From due time to the probe's first statement, in milliseconds.
     *
     * @param runs how many runs it speaks of
     */
    public record Lateness(double p50, double p99, double max, long runs) {}
}
