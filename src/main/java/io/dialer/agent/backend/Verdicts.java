package io.dialer.agent.backend;

import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.DeliveryReply.Verdict;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an answer to a posted result means. Only the envelope is final; everything else may come from a proxy. Pure. */
final class Verdicts {
    private static final int LONGEST_REASON = 300;

    private Verdicts() {}

    static DeliveryReply of(int status, @Nullable Buffer body, @Nullable String retryAfter) {
        Optional<Envelope> envelope = Envelope.read(body);
        if (envelope.isEmpty()) {
            return new DeliveryReply(
                    Verdict.UNREACHABLE,
                    status,
                    "HTTP %d without the backend's envelope".formatted(status),
                    delay(retryAfter));
        }
        int code = envelope.get().code();
        boolean accepted = status >= 200 && status < 300;
        int effective = accepted && code != 0 ? code : status;
        return new DeliveryReply(
                verdict(effective), effective, cut(envelope.get().message()), delay(retryAfter));
    }

    private static Verdict verdict(int status) {
        if (status >= 200 && status < 300) {
            return Verdict.ACCEPTED;
        }
        return switch (status) {
            case 400, 404, 409, 413, 422 -> Verdict.REFUSED;
            case 401, 403 -> Verdict.UNAUTHORIZED;
            default -> status >= 500 && status < 600 ? Verdict.SERVER_ERROR : Verdict.UNREACHABLE;
        };
    }

    /** Seconds; the date form of RFC 9110, section 10.2.3 is passed over, our own backoff serves as well. */
    private static Duration delay(@Nullable String retryAfter) {
        if (retryAfter == null || !retryAfter.strip().matches("[0-9]{1,6}")) {
            return Duration.ZERO;
        }
        return Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
    }
}
