package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.net.Attempt;
import io.dialer.agent.probe.net.Connection;
import io.dialer.agent.probe.net.Connector;
import io.dialer.agent.probe.net.Conversation;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.TlsSession;
import io.dialer.agent.probe.net.TlsSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Opens a connection, with TLS and a dialog where asked for, and closes it: the types {@code tcp} and {@code tls}. */
final class StreamProbe implements Probe {
    private final Connector connector;
    private final StreamPlan plan;
    private final Messages messages;

    StreamProbe(Connector connector, StreamPlan plan, Messages messages) {
        this.connector = connector;
        this.plan = plan;
        this.messages = messages;
    }

    @Override
    public Duration timeout() {
        return plan.timeout();
    }

    @Override
    public Measurement run(Deadline deadline) throws InterruptedException {
        PhaseClock clock = new PhaseClock(Phase.RESOLVE, deadline.startedNanos());
        Run run = new Run(clock);
        try (Attempt<Conversation> attempt =
                connector.open(plan.endpoint(), clock, deadline, connection -> opened(connection, clock, deadline))) {
            try {
                run.server = deadline.await(attempt.outcome());
                lead(run, attempt);
                return judged(attempt, run);
            } catch (ExecutionException failed) {
                return failed(attempt, run, ProbeFailure.in(failed));
            } catch (ProbeFailure failed) {
                return failed(attempt, run, failed);
            } catch (TimeoutException late) {
                return failed(attempt, run, attempt.late(clock.running()));
            }
        }
    }

    /** What a run has come to. */
    private static final class Run {
        private final PhaseClock clock;
        private @Nullable Conversation server;
        private @Nullable QueryDialog dialog;

        Run(PhaseClock clock) {
            this.clock = clock;
        }
    }

    private CompletableFuture<Conversation> opened(Connection connection, PhaseClock clock, Deadline deadline) {
        if (plan.silent()) {
            clock.stop();
        }
        return CompletableFuture.completedFuture(new Conversation(connection, clock, deadline));
    }

    private void lead(Run run, Attempt<?> attempt) throws ProbeFailure, TimeoutException, InterruptedException {
        Conversation server = run.server;
        if (server == null || plan.silent()) {
            return;
        }
        TlsSettings tls = plan.laterTls();
        String host = plan.endpoint().host();
        if (plan.startTls() != null && tls != null) {
            plan.startTls().upgrade(server, attempt, tls, host);
        }
        QueryDialog dialog = new QueryDialog(plan.steps(), new StreamPartner(server, attempt, tls, host), run.clock);
        run.dialog = dialog;
        dialog.lead();
    }

    private Measurement judged(Attempt<?> attempt, Run run) {
        Phases phases = run.clock.stop();
        JsonObject details = details(attempt, run, phases, 0).put("connected", true);
        TlsSettings tls = plan.tls();
        Instant end = tls == null ? null : tls.endsTooSoon(attempt.tls());
        if (tls != null && end != null) {
            String reason = messages.text("tls.min_days", end, Integer.toString(tls.leastDays()));
            return new Measurement(Outcome.FAILED, Phase.TLS, sentence("failed", reason), details).lasting(phases);
        }
        return new Measurement(Outcome.SUCCESS, null, success(attempt.tls()), details).lasting(phases);
    }

    private String success(@Nullable TlsSession session) {
        if (!plan.type().equals("tls") || session == null || session.chain().isEmpty()) {
            return messages.text("tcp.success", plan.target());
        }
        long days = ChronoUnit.DAYS.between(
                Instant.now(), session.chain().getFirst().getNotAfter().toInstant());
        return messages.text("tls.success", plan.target(), session.protocol(), Long.toString(days));
    }

    private Measurement failed(Attempt<?> attempt, Run run, ProbeFailure failure) {
        Phases phases = run.clock.stop();
        boolean connected = failure.phase().compareTo(Phase.CONNECT) > 0;
        return new Measurement(
                        failure.outcome(),
                        failure.phase(),
                        sentence("failed", words(run, failure)),
                        details(attempt, run, phases, failure.errno()).put("connected", connected))
                .lasting(phases);
    }

    private String words(Run run, ProbeFailure failure) {
        boolean waited = failure.outcome() == Outcome.TIMEOUT
                && run.server != null
                && failure.phase() != Phase.TLS
                && !run.server.expecting().isEmpty();
        return waited && run.server != null
                ? messages.text("tcp.no_answer", run.server.expecting())
                : messages.text(failure.words());
    }

    private String sentence(String key, String reason) {
        return messages.text(plan.type() + "." + key, plan.target(), reason);
    }

    private JsonObject details(Attempt<?> attempt, Run run, Phases phases, int errno) {
        JsonObject details = StreamReport.of(plan.endpoint(), attempt, phases, errno, messages);
        if (plan.startTls() != null) {
            details.put("starttls", plan.startTls().option());
        }
        if (!plan.steps().isEmpty()) {
            details.put("query_response", run.dialog == null ? new JsonArray() : run.dialog.report());
            if (run.dialog != null && run.dialog.closedUnmatched()) {
                details.put("failed_due_to_regex", true);
            }
            if (run.dialog != null && !run.dialog.labels().isEmpty()) {
                details.put("expect_labels", run.dialog.labels());
            }
        }
        return details;
    }
}
