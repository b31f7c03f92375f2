package io.dialer.agent.bus;

/**
 * What waits for delivery, and what will not be delivered.
 *
 * @param depth results that wait
 * @param oldestAgeSeconds of the one that waits longest; 0 where none waits
 * @param dropped results that a cap removed, since the start
 * @param notStored results that could not be written, since the start
 * @param dead results that were given up and are kept for people
 * @param delivered results that the backend took, since the start
 */
public record OutboxStatus(
        long depth, double oldestAgeSeconds, long dropped, long notStored, long dead, long delivered) {
    /** Of an outbox that holds nothing. */
    public static final OutboxStatus EMPTY = new OutboxStatus(0, 0, 0, 0, 0, 0);
}
