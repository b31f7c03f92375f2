package io.dialer.agent.backend;

import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.DeliveryReply.Exemption;
import io.dialer.agent.bus.DeliveryReply.Verdict;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an answer to posted results means. Only the envelope is final; everything else may come from a proxy. Pure. */
final class Verdicts {
    private static final int LONGEST_REASON = 300;
    /** Nothing takes batches there, or not this one; also where a proxy or a framework says so without the envelope. */
    private static final Set<Integer> BATCH_REFUSALS = Set.of(400, 404, 405, 409, 413, 422, 501);

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

    /**
     * What an answer to a batch means.
     *
     * @param resultIds of the results that were posted
     */
    static DeliveryReply ofBatch(
            int status, @Nullable Buffer body, @Nullable String retryAfter, Collection<String> resultIds) {
        DeliveryReply whole = of(status, body, retryAfter);
        if (BATCH_REFUSALS.contains(whole.status())) {
            return new DeliveryReply(Verdict.BATCH_REFUSED, whole.status(), whole.reason(), Duration.ZERO);
        }
        if (whole.verdict() != Verdict.ACCEPTED) {
            return whole;
        }
        Object content = Envelope.read(body).map(Envelope::content).orElse(null);
        List<Exemption> exemptions = exemptions(content, Set.copyOf(resultIds));
        return exemptions == null
                ? new DeliveryReply(
                        Verdict.BATCH_REFUSED,
                        whole.status(),
                        "it does not say what became of each of the %d results".formatted(resultIds.size()),
                        Duration.ZERO)
                : new DeliveryReply(Verdict.ACCEPTED, whole.status(), whole.reason(), Duration.ZERO, exemptions);
    }

    /** Null where the answer does not account for every result. */
    private static @Nullable List<Exemption> exemptions(@Nullable Object content, Set<String> resultIds) {
        if (!(content instanceof JsonObject told)
                || !(told.getValue("accepted") instanceof Integer accepted)
                || !(told.getValue("duplicates") instanceof Integer duplicates)
                || !(told.getValue("refused") instanceof JsonArray refused)
                || accepted + duplicates + refused.size() != resultIds.size()) {
            return null;
        }
        Set<String> seen = new HashSet<>();
        List<Exemption> exemptions = new ArrayList<>();
        for (Object element : refused) {
            if (!(element instanceof JsonObject one)
                    || !(one.getValue("result_id") instanceof String resultId)
                    || !(one.getValue("code") instanceof Integer code)
                    || !resultIds.contains(resultId)
                    || !seen.add(resultId)) {
                return null;
            }
            // A code of success among the refused contradicts itself; such a row is sent again.
            Verdict verdict = code >= 200 && code < 300 ? Verdict.SERVER_ERROR : verdict(code);
            exemptions.add(new Exemption(resultId, verdict, code, cut(String.valueOf(one.getValue("message", "")))));
        }
        return exemptions;
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
