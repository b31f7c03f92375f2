package io.dialer.agent.bus;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What became of a delivery.
 *
 * @param verdict what to do with the results now
 * @param status the HTTP status that counts; 0 where there was none
 * @param reason for people
 * @param retryAfter what the backend asked for; zero where it did not
 * @param exemptions results of an accepted batch that were not accepted themselves
 */
public record DeliveryReply(
        Verdict verdict, int status, String reason, Duration retryAfter, List<Exemption> exemptions) {
    public DeliveryReply {
        // A member of a later version may know more of them: the result is tried again.
        verdict = Objects.requireNonNullElse(verdict, Verdict.UNREACHABLE);
        exemptions = List.copyOf(exemptions);
    }

    /** A reply that says the same of all results. */
    public DeliveryReply(Verdict verdict, int status, String reason, Duration retryAfter) {
        this(verdict, status, reason, retryAfter, List.of());
    }

    /**
     * One result of a batch that was not accepted.
     *
     * @param resultId whose it is
     */
    public record Exemption(String resultId, Verdict verdict, int status, String reason) {
        public Exemption {
            verdict = Objects.requireNonNullElse(verdict, Verdict.UNREACHABLE);
        }
    }

    /** What to do with results after an attempt to deliver them. */
    public enum Verdict {
        /** The backend has them, but for the exemptions. */
        ACCEPTED,
        /** The backend will never take it. */
        REFUSED,
        /** The backend does not take a batch, or not this one; each result may do on its own. */
        BATCH_REFUSED,
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
