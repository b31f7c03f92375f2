package io.dialer.agent.config;

import java.time.Duration;

/**
 * What may wait on disk for the backend.
 *
 * @param maxRows results
 * @param maxBytes the size of the file's used pages
 * @param maxAge a result's age
 * @param synchronous how durable a commit is
 */
public record OutboxConfig(long maxRows, long maxBytes, Duration maxAge, Synchronous synchronous) {
    /** SQLite's {@code PRAGMA synchronous}. */
    public enum Synchronous {
        /** A commit survives a kill of the process. */
        NORMAL,
        /** It survives a power cut as well. */
        FULL
    }

    static OutboxConfig from(ConfigReader section) {
        return new OutboxConfig(
                section.wholeNumber(
                        "max_rows",
                        5_000_000,
                        1,
                        1_000_000_000,
                        "Results that may wait for the backend; the oldest go first, and are counted."),
                section.bytes(
                        "max_bytes", 2L << 30, 1L << 20, 1L << 50, "What the waiting results may take on the disk."),
                section.duration(
                        "max_age",
                        Duration.ofDays(7),
                        Duration.ofMinutes(1),
                        Duration.ofDays(3650),
                        "How old a waiting result may become."),
                section.oneOf(
                        "synchronous",
                        Synchronous.NORMAL,
                        "What a stored result survives: `normal` a kill of the process, `full` a power cut as well."));
    }
}
