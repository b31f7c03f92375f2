package io.dialer.agent.config;

/**
 * What is kept of past results on this host, for people.
 *
 * @param perTask results of a task
 * @param failuresPerTask failures of a task that are kept when newer results have pushed them out
 * @param maxBytes of all of it on the disk
 */
public record HistoryConfig(int perTask, int failuresPerTask, long maxBytes) {
    static HistoryConfig from(ConfigReader section) {
        return new HistoryConfig(
                section.integer(
                        "per_task",
                        500,
                        1,
                        1_000_000,
                        "Past results of each task that are kept for people to look at."),
                section.integer(
                        "failures_per_task",
                        50,
                        0,
                        1_000_000,
                        "Failures of each task that are kept when newer results have pushed them out."),
                section.bytes(
                        "max_bytes", 256L << 20, 1L << 20, 1L << 50, "What all past results may take on the disk."));
    }
}
