package io.dialer.agent.bus;

import java.util.List;

/**
 * Dead letters, newest first.
 *
 * @param letters those listed
 * @param affected how many were put back or purged
 */
public record DeadLetters(List<Letter> letters, int affected) {
    public DeadLetters {
        letters = List.copyOf(letters);
    }

    /**
     * One that was given up.
     *
     * @param resultId its id
     * @param taskId the task it belongs to
     * @param atMillis when it was given up, epoch milliseconds
     * @param reason why
     * @param body the result, as it is kept on disk
     */
    public record Letter(String resultId, String taskId, long atMillis, String reason, String body) {}
}
