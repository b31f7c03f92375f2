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
                section.wholeNumber("max_rows", 5_000_000, 1, 1_000_000_000),
                section.bytes("max_bytes", 2L << 30, 1L << 20, 1L << 50),
                section.duration("max_age", Duration.ofDays(7), Duration.ofMinutes(1), Duration.ofDays(3650)),
                Synchronous.valueOf(section.oneOf("synchronous", "NORMAL", "NORMAL", "FULL")));
    }
}
