package io.dialer.agent.bus;

import java.time.Duration;

/**
 * What became of a delivery.
 *
 * @param verdict what to do with the result now
 * @param status the HTTP status that counts; 0 where there was none
 * @param reason for people
 * @param retryAfter what the backend asked for; zero where it did not
 */
public record DeliveryReply(Verdict verdict, int status, String reason, Duration retryAfter) {
    /** What to do with a result after an attempt to deliver it. */
    public enum Verdict {
        /** The backend has it. */
        ACCEPTED,
        /** The backend will never take it. */
        REFUSED,
        /** The backend refuses us, not the result. */
        UNAUTHORIZED,
        /** The backend answered that it failed; the row itself may be the reason. */
        SERVER_ERROR,
        /** The backend was not reached, or something else answered in its place. */
        UNREACHABLE,
        /** Sent whole, and no answer came: the backend may have it. */
        UNANSWERED
    }
}
