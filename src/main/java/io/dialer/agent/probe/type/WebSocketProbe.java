package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.net.Attempt;
import io.dialer.agent.probe.net.Connection;
import io.dialer.agent.probe.net.Connector;
import io.dialer.agent.probe.net.Endpoint;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.websocket.WebSocketRequest;
import io.dialer.agent.probe.net.websocket.WebSocketSession;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Upgrades a connection to a WebSocket, and leads a dialog of messages where asked for. */
final class WebSocketProbe implements Probe {
    private final Connector connector;
    private final Endpoint endpoint;
    private final WebSocketRequest request;
    private final List<QueryStep> steps;
    private final Duration timeout;
    private final Messages messages;

    WebSocketProbe(
            Connector connector,
            Endpoint endpoint,
            WebSocketRequest request,
            List<QueryStep> steps,
            Duration timeout,
            Messages messages) {
        this.connector = connector;
        this.endpoint = endpoint;
        this.request = request;
        this.steps = steps;
        this.timeout = timeout;
        this.messages = messages;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public Measurement run(Deadline deadline) throws InterruptedException {
        Run run = new Run(new PhaseClock(Phase.RESOLVE, deadline.startedNanos()));
        try (Attempt<WebSocketSession> attempt =
                connector.open(endpoint, run.clock, deadline, connection -> begun(connection, run.clock, deadline))) {
            try {
                WebSocketSession session = deadline.await(attempt.outcome());
                run.session = session;
                session.awaitUpgrade();
                run.dialog = new QueryDialog(steps, new Partner(session, run), run.clock);
                run.dialog.lead();
                session.close();
                return ended(attempt, run, null);
            } catch (ExecutionException failed) {
                return ended(attempt, run, ProbeFailure.in(failed));
            } catch (ProbeFailure failed) {
                return ended(attempt, run, failed);
            } catch (TimeoutException late) {
                return ended(attempt, run, attempt.late(run.clock.running()));
            }
        }
    }

    private CompletableFuture<WebSocketSession> begun(Connection connection, PhaseClock clock, Deadline deadline) {
        return CompletableFuture.completedFuture(new WebSocketSession(connection, request, clock, deadline));
    }

    /** What a run has come to. */
    private static final class Run {
        private final PhaseClock clock;
        private String expecting = "";
        private @Nullable WebSocketSession session;
        private @Nullable QueryDialog dialog;

        Run(PhaseClock clock) {
            this.clock = clock;
        }
    }

    /** A server that speaks in messages. */
    private record Partner(WebSocketSession session, Run run) implements DialogPartner {
        @Override
        public String next(String what) throws ProbeFailure, TimeoutException, InterruptedException {
            run.expecting = what;
            return session.next();
        }

        @Override
        public void say(String text) throws ProbeFailure, TimeoutException, InterruptedException {
            session.send(text);
        }

        @Override
        public void startTls() {
            throw new IllegalStateException("a step of a WebSocket has no starttls");
        }
    }

    private Measurement ended(Attempt<?> attempt, Run run, @Nullable ProbeFailure failure) {
        Phases phases = run.clock.stop();
        JsonObject details = StreamReport.of(endpoint, attempt, phases, failure == null ? 0 : failure.errno(), messages)
                .put("target", request.toString());
        WebSocketSession session = run.session;
        if (session != null) {
            details.put("status_code", session.status())
                    .put("subprotocol", session.subprotocol())
                    .put("close_code", session.closeCode());
        }
        if (!steps.isEmpty()) {
            details.put("query_response", run.dialog == null ? new JsonArray() : run.dialog.report());
            if (run.dialog != null && !run.dialog.labels().isEmpty()) {
                details.put("expect_labels", run.dialog.labels());
            }
        }
        Sentence words = failure == null
                ? Sentence.of("websocket.success", request.toString())
                : Sentence.of("websocket.failed", request.toString(), reason(run, failure));
        return new Measurement(
                        failure == null ? Outcome.SUCCESS : failure.outcome(),
                        failure == null ? null : failure.phase(),
                        messages.text(words),
                        details)
                .lasting(phases);
    }

    private static Sentence reason(Run run, ProbeFailure failure) {
        return failure.outcome() == Outcome.TIMEOUT && !run.expecting.isEmpty()
                ? Sentence.of("tcp.no_answer", run.expecting)
                : failure.words();
    }
}
