package io.dialer.agent.config;

import java.time.Duration;

/**
 * The bounded pool.
 *
 * @param maxWorkers probes at once
 * @param taskTimeout the longest run
 * @param queueSizeLimit runs that may wait for a worker
 */
public record ThreadPoolConfig(int maxWorkers, Duration taskTimeout, int queueSizeLimit) {
    static ThreadPoolConfig from(ConfigReader section) {
        return new ThreadPoolConfig(
                section.integer("max_workers", 64, 1, 100_000, "Probes that run at once, at most."),
                section.duration(
                        "task_timeout",
                        Duration.ofSeconds(300),
                        Duration.ofSeconds(1),
                        Duration.ofDays(1),
                        "The longest time that a run may take, whatever its task says."),
                section.integer(
                        "queue_size_limit",
                        1000,
                        0,
                        10_000_000,
                        "Runs that may wait for a free worker; what comes beyond is refused and counted."));
    }
}
