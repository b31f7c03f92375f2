package io.dialer.agent.bus;

import org.jspecify.annotations.Nullable;

/**
 * Lists, retries or purges dead letters.
 *
 * @param action what to do
 * @param resultId the one to act on; null: all of them
 * @param limit how many to list
 */
public record DeadLetterCommand(Action action, @Nullable String resultId, int limit) {
    /** What to do with dead letters. */
    public enum Action {
        LIST,
        /** Puts them back among what waits. */
        RETRY,
        PURGE
    }
}
