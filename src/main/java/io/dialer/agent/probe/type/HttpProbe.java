package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.http.BodyUse;
import io.dialer.agent.probe.net.http.HttpCall;
import io.dialer.agent.probe.net.http.HttpEngine;
import io.dialer.agent.probe.net.http.HttpFetch;
import io.dialer.agent.probe.net.http.HttpHop;
import io.dialer.agent.probe.net.http.KeptBody;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fetches a URL and holds the answer against conditions. */
final class HttpProbe implements Probe {
    private static final Pattern CHARSET = Pattern.compile("(?i)charset=\"?([^\\s;\"]+)");

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
            return judge(fetch).lasting(fetch.phases());
        }
    }

    private Measurement judge(HttpFetch fetch) {
        JsonObject details = HttpReport.of(fetch, messages);
        if (fetch.last().endedWithoutNotice()) {
            details.put("warnings", new JsonArray().add(messages.text("http.no_close_notify")));
        }
        ProbeFailure failure = fetch.failure();
        if (failure != null) {
            String reason = FailureWords.of(failure, messages);
            details.put(HttpReport.errorField(failure.phase()), reason);
            return ended(failure.outcome(), failure.phase(), messages.text("http.failed", reason), details);
        }
        HttpHop answer = fetch.last();
        Instant end = call.tls().endsTooSoon(answer.tls());
        if (end != null) {
            String tlsObjection = messages.text(
                    "tls.min_days", end, Integer.toString(call.tls().leastDays()));
            details.put("ssl_error", tlsObjection);
            return ended(Outcome.FAILED, Phase.TLS, messages.text("http.failed", tlsObjection), details);
        }
        String broken = conditions.brokenByHead(answer, messages);
        if (broken == null && call.bodyUse() != BodyUse.SIZE) {
            if (fetch.body().lost()) {
                String noRoom =
                        messages.text("http.no_room", Long.toString(fetch.body().most()));
                return ended(Outcome.ERROR, Phase.CHECK, messages.text("http.failed", noRoom), details);
            }
            broken = conditions.brokenByBody(text(answer, fetch.body()), messages);
        }
        if (broken != null) {
            details.put("http_error", broken);
            return ended(Outcome.FAILED, Phase.CHECK, messages.text("http.failed", broken), details);
        }
        return ended(Outcome.SUCCESS, null, messages.text("http.success", Integer.toString(answer.status())), details);
    }

    private static Measurement ended(Outcome outcome, @Nullable Phase phase, String message, JsonObject details) {
        details.put("webstatus", outcome == Outcome.SUCCESS ? "正常" : "异常");
        return new Measurement(outcome, phase, message, details);
    }

    private static String text(HttpHop answer, KeptBody body) {
        Matcher charset = CHARSET.matcher(answer.header("content-type").orElse(""));
        if (charset.find()) {
            try {
                return body.text(Charset.forName(charset.group(1)));
            } catch (IllegalArgumentException unknown) {
                return body.text(StandardCharsets.UTF_8);
            }
        }
        return body.text(StandardCharsets.UTF_8);
    }
}
