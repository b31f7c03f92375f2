package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.http.BodyUse;
import io.dialer.agent.probe.net.http.HttpCall;
import io.dialer.agent.probe.net.http.HttpEngine;
import io.dialer.agent.probe.net.http.HttpFetch;
import io.dialer.agent.probe.net.http.HttpHop;
import io.dialer.agent.probe.net.http.HttpReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fetches a URL and holds the answer against conditions. */
final class HttpProbe implements Probe {
    private final HttpEngine engine;
    private final HttpCall call;
    private final HttpConditions conditions;
    private final Duration timeout;
    private final Messages messages;

    HttpProbe(HttpEngine engine, HttpCall call, HttpConditions conditions, Duration timeout, Messages messages) {
        this.engine = engine;
        this.call = call;
        this.conditions = conditions;
        this.timeout = timeout;
        this.messages = messages;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public Measurement run(Deadline deadline) throws InterruptedException {
        try (HttpFetch fetch = engine.fetch(call, deadline)) {
            long readNanos = System.nanoTime();
            Verdict verdict = judge(fetch, deadline);
            Phases phases = fetch.failure() == null
                    ? fetch.phases().plus(new Phases(Map.of(Phase.CHECK, System.nanoTime() - readNanos)))
                    : fetch.phases();
            return measurement(fetch, phases, verdict);
        }
    }

    /**
     * What became of it.
     *
     * @param reason for people; empty on success
     * @param phase whose fault it is; null on success
     * @param byExpression whether a regular expression decided
     */
    private record Verdict(Outcome outcome, @Nullable Phase phase, String reason, boolean byExpression) {
        Verdict(Outcome outcome, @Nullable Phase phase, String reason) {
            this(outcome, phase, reason, false);
        }
    }

    private Measurement measurement(HttpFetch fetch, Phases phases, Verdict verdict) {
        JsonObject details =
                HttpReport.times(phases).mergeIn(HttpReport.answer(fetch)).mergeIn(HttpReport.way(fetch, messages));
        if (fetch.last().endedWithoutNotice()) {
            details.put("warnings", new JsonArray().add(messages.text("http.no_close_notify")));
        }
        if (verdict.byExpression()) {
            details.put("failed_due_to_regex", true);
        }
        String message;
        if (verdict.phase() == null) {
            message =
                    messages.text("http.success", Integer.toString(fetch.last().status()));
        } else {
            details.put(errorField(verdict.phase()), verdict.reason());
            message = messages.text("http.failed", verdict.reason());
        }
        details.put("webstatus", verdict.outcome() == Outcome.SUCCESS ? "正常" : "异常");
        return new Measurement(verdict.outcome(), verdict.phase(), message, details).lasting(phases);
    }

    /** The name under which the reason of a failure stands. */
    private static String errorField(Phase phase) {
        return switch (phase) {
            case RESOLVE -> "dns_error";
            case CONNECT -> "tcp_error";
            case TLS -> "ssl_error";
            case REQUEST, FIRST_BYTE, TRANSFER, CHECK -> "http_error";
        };
    }

    private Verdict judge(HttpFetch fetch, Deadline deadline) {
        ProbeFailure failure = fetch.failure();
        if (failure != null) {
            return new Verdict(failure.outcome(), failure.phase(), messages.text(failure.words()));
        }
        HttpHop answer = fetch.last();
        Instant end = call.tls().endsTooSoon(answer.tls());
        if (end != null) {
            String leastDays = Integer.toString(call.tls().leastDays());
            return new Verdict(Outcome.FAILED, Phase.TLS, messages.text("tls.min_days", end, leastDays));
        }
        HttpConditions.Broken broken = conditions.brokenByHead(answer, messages);
        if (broken == null && call.bodyUse() != BodyUse.SIZE) {
            if (fetch.body().lost()) {
                String most = Long.toString(fetch.body().most());
                return new Verdict(Outcome.ERROR, Phase.CHECK, messages.text("http.no_room", most));
            }
            broken = conditions.brokenByBody(fetch.text(), deadline, messages);
            if (deadline.passed()) {
                return new Verdict(Outcome.TIMEOUT, Phase.CHECK, messages.text("timeout.check"));
            }
        }
        return broken == null
                ? new Verdict(Outcome.SUCCESS, null, "")
                : new Verdict(Outcome.FAILED, Phase.CHECK, broken.words(), broken.byExpression());
    }
}
