package io.dialer.agent.probe.api;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.SystemVariables;
import io.dialer.agent.probe.api.redaction.Disclosure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the steps of a transaction one after the other. */
final class ApiProbe implements Probe {
    /** So much of the time is left to steps that clean up, where there are any: one that hangs must not cost them theirs. */
    private static final int SHARE_OF_CLEAN_UP = 5;

    private final Transaction transaction;
    private final List<PreparedStep> steps;
    private final StepRunner runner;
    private final Surroundings surroundings;

    /**
     * Where the task runs.
     *
     * @param systemVariables what the backend's owner set
     * @param tenantId whose task it is; null: nobody's
     * @param messages the language of results
     * @param maxBodyInResult how much of a body a result shows, in bytes
     */
    record Surroundings(
            SystemVariables systemVariables, @Nullable Object tenantId, Messages messages, int maxBodyInResult) {}

    ApiProbe(Transaction transaction, List<PreparedStep> steps, StepRunner runner, Surroundings surroundings) {
        this.transaction = transaction;
        this.steps = List.copyOf(steps);
        this.runner = runner;
        this.surroundings = surroundings;
    }

    @Override
    public Duration timeout() {
        return transaction.timeout();
    }

    @Override
    public Measurement run(Deadline deadline) throws InterruptedException {
        Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        TransactionState state =
                new TransactionState(transaction, surroundings.systemVariables().seenBy(surroundings.tenantId()));
        List<StepRun> runs = new ArrayList<>();
        boolean stopped = false;
        for (PreparedStep prepared : steps) {
            Step step = prepared.step();
            Deadline limit = step.always() ? deadline : withoutCleanUp(deadline, runs.size());
            if (!step.always() && (stopped || limit.passed())) {
                runs.add(new StepRecorder(step).skipped(stopped ? null : StepFailure.timeIsUp()));
                continue;
            }
            StepRun run = runner.run(prepared, state, limit);
            runs.add(run);
            stopped |= run.failure() != null && step.failFast();
        }
        long nanos = System.nanoTime() - deadline.startedNanos();
        Disclosure disclosure = new Disclosure(state.redaction(), surroundings.maxBodyInResult());
        return new TransactionReport(surroundings.messages(), disclosure)
                .of(transaction, runs, state, startedAt, nanos);
    }

    /** What an ordinary step may take where others clean up after it. */
    private Deadline withoutCleanUp(Deadline deadline, int position) {
        boolean awaited = steps.subList(position + 1, steps.size()).stream()
                .anyMatch(later -> later.step().always());
        long whole = deadline.atNanos() - deadline.startedNanos();
        return awaited
                ? new Deadline(deadline.startedNanos(), deadline.atNanos() - whole / SHARE_OF_CLEAN_UP)
                : deadline;
    }
}
