package io.dialer.agent.probe.api;

import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.api.answer.AssertionResult;
import io.dialer.agent.probe.api.redaction.CappedText;
import io.dialer.agent.probe.api.redaction.Disclosure;
import io.dialer.agent.probe.net.http.HttpReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An element of {@code details.steps}, under the names that the backend's pages and alarm rules read. Times are in ms,
 * moments are those of {@link java.time.Instant}: whoever posts it puts both into the backend's own form.
 */
final class StepReport {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String SKIPPED = "skipped";

    private final Messages messages;
    private final Disclosure disclosure;

    StepReport(Messages messages, Disclosure disclosure) {
        this.messages = messages;
        this.disclosure = disclosure;
    }

    JsonObject of(StepRun run) {
        StepFailure failure = run.failure();
        String message = message(run);
        JsonObject report = new JsonObject()
                .put("step_id", run.step().id())
                .put("name", run.step().name())
                .put("status", run.skipped() ? SKIPPED : failure == null ? "success" : "failed")
                .put("outcome", outcome(run))
                .put("response_time_ms", run.nanos() / NANOS_PER_MILLI)
                .put("start_time", run.startedAt().toString())
                .put("message", message)
                .put("error", failure == null ? "" : message)
                .put("request", request(run.request()))
                .put("response", response(run.answer()))
                .put("assertions", assertions(run))
                .put("extractions", extractions(run));
        if (failure != null && failure.phase() != null) {
            report.put("failed_phase", failure.phase().wireName());
        }
        if (run.signInNanos() > 0) {
            report.put("sign_in_time", run.signInNanos() / NANOS_PER_MILLI);
        }
        return report.mergeIn(HttpReport.times(run.phases())).mergeIn(disclosure.fields(run.way()));
    }

    private static String outcome(StepRun run) {
        if (run.skipped()) {
            return SKIPPED;
        }
        return (run.failure() == null ? Outcome.SUCCESS : run.failure().outcome()).wireName();
    }

    /** One line for people. */
    String message(StepRun run) {
        StepFailure failure = run.failure();
        if (failure == null) {
            return messages.text(run.skipped() ? "api.step_skipped" : "api.step_worked");
        }
        String reason = disclosure.text(messages.text(failure.reason()));
        AssertionResult broken = failure.isBrokenAssertion() ? run.firstBroken() : null;
        return broken == null ? reason : messages.text("connect.one", reason, broken.message(messages, disclosure));
    }

    private JsonObject request(@Nullable SentRequest sent) {
        if (sent == null) {
            return new JsonObject();
        }
        JsonObject headers = HttpReport.headers(sent.headers());
        JsonObject request = new JsonObject()
                .put("method", sent.method())
                .put("url", disclosure.text(sent.url()))
                .put("headers", disclosure.fields(headers));
        if (!sent.body().text().isEmpty()) {
            String contentType = HttpReport.header(sent.headers(), "content-type");
            CappedText body = disclosure.body(sent.body(), contentType);
            request.put("body", body.text());
            if (body.cut()) {
                request.put("body_truncated", true);
            }
        }
        return request;
    }

    private JsonObject response(@Nullable ReceivedAnswer answer) {
        if (answer == null) {
            return new JsonObject();
        }
        CappedText body = disclosure.body(answer.body(), answer.contentType());
        JsonObject response = new JsonObject()
                .put("status_code", answer.status())
                .put("headers", disclosure.fields(HttpReport.headers(answer.headers())))
                .put("content_type", disclosure.text(answer.contentType()))
                .put("body", body.text())
                .put("size", answer.bytes());
        if (body.cut() || answer.truncated()) {
            response.put("body_truncated", true);
        }
        return response;
    }

    private JsonArray assertions(StepRun run) {
        JsonArray report = new JsonArray();
        run.assertions().forEach(result -> report.add(result.toJson(messages, disclosure, run.startedAt())));
        return report;
    }

    private JsonArray extractions(StepRun run) {
        JsonArray report = new JsonArray();
        run.extractions().forEach(result -> report.add(result.toJson(messages, disclosure)));
        return report;
    }
}
