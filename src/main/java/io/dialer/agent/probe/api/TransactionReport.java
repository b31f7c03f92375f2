package io.dialer.agent.probe.api;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.api.redaction.Disclosure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a transaction's result says, without its secrets. Moments are those of {@link java.time.Instant}. */
final class TransactionReport {
    private final Messages messages;
    private final Disclosure disclosure;
    private final StepReport steps;

    TransactionReport(Messages messages, Disclosure disclosure) {
        this.messages = messages;
        this.disclosure = disclosure;
        this.steps = new StepReport(messages, disclosure);
    }

    /**
     * The whole.
     *
     * @param nanos from the first step's start to the last one's end
     */
    Measurement of(Transaction transaction, List<StepRun> runs, TransactionState state, Instant startedAt, long nanos) {
        StepRun broken =
                runs.stream().filter(run -> run.failure() != null).findFirst().orElse(null);
        long total = runs.stream().mapToLong(run -> run.assertions().size()).sum();
        long passed = runs.stream().mapToLong(StepRun::passedAssertions).sum();
        JsonObject details = new JsonObject()
                .put("steps", new JsonArray(runs.stream().map(steps::of).toList()))
                .put("variables", state.variables().toJson(disclosure))
                .put("total_assertions", total)
                .put("passed_assertions", passed)
                .put("start_time", startedAt.toString())
                .put(
                        "end_time",
                        startedAt
                                .plusNanos(nanos)
                                .truncatedTo(ChronoUnit.MICROS)
                                .toString())
                .put("assertion_passed", passed == total)
                .put("error_type", broken == null ? "" : broken.requireFailure().type())
                .put("warnings", warnings(transaction, runs));
        return new Measurement(
                broken == null ? Outcome.SUCCESS : broken.requireFailure().outcome(),
                broken == null ? null : broken.requireFailure().phase(),
                message(runs, broken),
                details,
                nanos);
    }

    private String message(List<StepRun> runs, @Nullable StepRun broken) {
        return broken == null
                ? messages.text("api.success", Integer.toString(runs.size()))
                : messages.text("api.failed", place(runs, broken), steps.message(broken));
    }

    /** As people count. */
    private String place(List<StepRun> runs, StepRun run) {
        return (runs.indexOf(run) + 1) + " (" + disclosure.text(run.step().name()) + ")";
    }

    private JsonArray warnings(Transaction transaction, List<StepRun> runs) {
        JsonArray warnings = new JsonArray();
        transaction.warnings().forEach(warning -> warnings.add(disclosure.text(warning)));
        runs.forEach(run -> run.warnings().forEach(warning -> warnings.add(disclosure.text(messages.text(warning)))));
        return warnings;
    }
}
