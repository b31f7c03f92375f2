package io.dialer.agent.scheduler;

import io.dialer.agent.bus.AgentStatus;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that runs are refused or skipped, and how many workers would do: once when it begins, then once a minute while it
 * goes on.
 */
final class SaturationLog {
    private static final Logger LOG = LoggerFactory.getLogger(SaturationLog.class);
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private long refusedBefore;
    private long skippedBefore;
    private long saidAt;
    private boolean saidOnce;

    /** Looks at the counters; call it every few seconds. */
    void look(AgentStatus.Pool pool, long nanoTime) {
        long refused = pool.refused() - refusedBefore;
        long skipped = pool.skipped() - skippedBefore;
        if (refused + skipped == 0 || (saidOnce && nanoTime - saidAt < PAUSE_NANOS)) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("refused", refused)
                .addKeyValue("skipped", skipped)
                .addKeyValue("queued", pool.queued())
                .addKeyValue("queue_size_limit", pool.queueLimit())
                .addKeyValue("max_workers", pool.maxWorkers())
                .addKeyValue("workers_needed", pool.workersNeeded())
                .log(
                        pool.workersNeeded() > pool.maxWorkers()
                                ? "the pool is too small for its tasks"
                                : "runs were refused or skipped");
        refusedBefore = pool.refused();
        skippedBefore = pool.skipped();
        saidAt = nanoTime;
        saidOnce = true;
    }
}
