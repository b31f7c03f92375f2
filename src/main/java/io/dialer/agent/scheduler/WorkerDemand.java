package io.dialer.agent.scheduler;

import java.time.Duration;

/**
 * How many workers the tasks would keep busy on average (Little's law: the sum of duration over interval). A task that
 * has not run yet counts with the mean of those that have, or with its limit while none has. Not thread-safe.
 */
final class WorkerDemand {
    private double measuredWorkers;
    private double measuredSeconds;
    private int measured;
    private double unmeasuredRunsPerSecond;
    private double unmeasuredWorkersAtLimit;

    void add(Duration interval, Duration limit, double meanSeconds) {
        double runsPerSecond = 1e9 / interval.toNanos();
        // A run is never due while its predecessor executes, so a task can keep one worker busy at most.
        if (meanSeconds > 0) {
            measured++;
            measuredSeconds += meanSeconds;
            measuredWorkers += Math.min(1, meanSeconds * runsPerSecond);
        } else {
            unmeasuredRunsPerSecond += runsPerSecond;
            unmeasuredWorkersAtLimit += Math.min(1, limit.toNanos() / 1e9 * runsPerSecond);
        }
    }

    int workersNeeded() {
        double unmeasured = measured == 0
                ? unmeasuredWorkersAtLimit
                : Math.min(unmeasuredWorkersAtLimit, unmeasuredRunsPerSecond * measuredSeconds / measured);
        return (int) Math.ceil(measuredWorkers + unmeasured);
    }
}
