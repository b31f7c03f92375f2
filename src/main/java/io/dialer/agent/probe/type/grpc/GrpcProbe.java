package io.dialer.agent.probe.type.grpc;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.net.HostPort;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.http.HttpCall;
import io.dialer.agent.probe.net.http.HttpEngine;
import io.dialer.agent.probe.net.http.HttpFetch;
import io.dialer.agent.probe.net.http.HttpReport;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks a server for the health of one of its services. */
final class GrpcProbe implements Probe {
    private final HostPort target;
    private final String service;
    private final boolean tls;
    private final HttpCall call;
    private final Duration timeout;
    private final HttpEngine engine;
    private final Messages messages;

    GrpcProbe(
            HostPort target,
            String service,
            boolean tls,
            HttpCall call,
            Duration timeout,
            HttpEngine engine,
            Messages messages) {
        this.target = target;
        this.service = service;
        this.tls = tls;
        this.call = call;
        this.timeout = timeout;
        this.engine = engine;
        this.messages = messages;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public Measurement run(Deadline deadline) throws InterruptedException {
        try (HttpFetch fetch = engine.fetch(call, deadline)) {
            ProbeFailure failure = fetch.failure();
            GrpcAnswer answer = GrpcAnswer.NONE;
            if (failure == null) {
                try {
                    answer = GrpcAnswer.of(fetch);
                    failure = judged(answer);
                } catch (ProbeFailure noAnswer) {
                    failure = noAnswer;
                }
            }
            return ended(fetch, answer, failure);
        }
    }

    private static @Nullable ProbeFailure judged(GrpcAnswer answer) {
        if (answer.code() != 0) {
            return ProbeFailure.said(
                    Phase.CHECK,
                    "grpc.status",
                    StatusCode.nameOf(answer.code()),
                    answer.message().isEmpty() ? "–" : answer.message());
        }
        if (answer.serving().isEmpty()) {
            return ProbeFailure.said(Phase.CHECK, "grpc.malformed", "no message");
        }
        String serving = ServingStatus.nameOf(answer.serving().getAsInt());
        return serving.equals(ServingStatus.SERVING.name())
                ? null
                : ProbeFailure.said(Phase.CHECK, "grpc.not_serving", serving);
    }

    private Measurement ended(HttpFetch fetch, GrpcAnswer answer, @Nullable ProbeFailure failure) {
        JsonObject details = new JsonObject()
                .put("target", target.toString())
                .put("host", target.host())
                .put("port", target.port())
                .put("service", service)
                .put("ssl", tls)
                .put("return_code", failure == null ? 0 : failure.errno())
                .put("execution_time", fetch.phases().totalNanos() / 1e9)
                .put("response_time", fetch.phases().totalNanos() / 1e6)
                .mergeIn(HttpReport.times(fetch.phases()))
                .mergeIn(HttpReport.way(fetch, messages));
        details.remove("redirects");
        details.remove("final_url");
        if (answer.code() >= 0) {
            details.put("grpc_status", answer.code()).put("grpc_status_name", StatusCode.nameOf(answer.code()));
            details.put("grpc_message", answer.message());
        }
        answer.serving().ifPresent(serving -> details.put("serving_status", ServingStatus.nameOf(serving)));
        Sentence words = failure == null
                ? Sentence.of("grpc.success", target.toString(), shown(service))
                : Sentence.of("grpc.failed", target.toString(), shown(service), failure.words());
        return new Measurement(
                        failure == null ? Outcome.SUCCESS : failure.outcome(),
                        failure == null ? null : failure.phase(),
                        messages.text(words),
                        details)
                .lasting(fetch.phases());
    }

    /** The empty name means the server as a whole. */
    private static String shown(String service) {
        return service.isEmpty() ? "\"\"" : service;
    }
}
