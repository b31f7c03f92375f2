package io.dialer.agent.console;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.AgentPhase;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.StatusQuery;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * {@code /health/live}: a restart would not help. {@code /health/ready}: it probes and keeps results. A backend that is
 * away fails neither, because probing goes on. 200 or 503, with each check and its reason.
 */
final class Health {
    private static final long PATIENCE_MS = 2000;

    private final Bus bus;
    private final HealthChecks live;
    private final HealthChecks ready;
    private AgentPhase phase = AgentPhase.STARTING;

    Health(Vertx vertx, Bus bus) {
        this.bus = bus;
        // Before and after the scheduler's time its silence means nothing.
        live = HealthChecks.create(vertx)
                .register(
                        "scheduler",
                        PATIENCE_MS,
                        promise -> check(
                                promise,
                                () -> phase == AgentPhase.RUNNING
                                        ? bus.ask(Addresses.SCHEDULER_STATUS, new StatusQuery())
                                        : Future.succeededFuture()));
        ready = HealthChecks.create(vertx)
                .register("phase", promise -> promise.complete(phaseStatus()))
                .register(
                        "scheduler",
                        PATIENCE_MS,
                        promise -> check(promise, () -> bus.ask(Addresses.SCHEDULER_STATUS, new StatusQuery())))
                .register(
                        "outbox",
                        PATIENCE_MS,
                        promise -> check(promise, () -> bus.ask(Addresses.OUTBOX_STATUS, new StatusQuery())));
    }

    void addTo(Router router) {
        bus.subscribe(Addresses.AGENT_PHASE, reached -> phase = reached);
        router.get("/health/live").handler(context -> answer(context, live));
        router.get("/health/ready").handler(context -> answer(context, ready));
    }

    private Status phaseStatus() {
        JsonObject reached = new JsonObject().put("phase", phase.name().toLowerCase(Locale.ROOT));
        return phase == AgentPhase.RUNNING ? Status.OK(reached) : Status.KO(reached);
    }

    private static void check(Promise<Status> promise, Supplier<Future<?>> question) {
        question.get()
                .onSuccess(answer -> promise.tryComplete(Status.OK()))
                .onFailure(failure ->
                        promise.tryComplete(Status.KO(new JsonObject().put("reason", "it does not answer"))));
    }

    private static void answer(RoutingContext context, HealthChecks checks) {
        checks.checkStatus()
                .onSuccess(result -> context.response()
                        .setStatusCode(CheckResult.isUp(result) ? 200 : 503)
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Cache-Control", "no-store")
                        .end(result.toJson().toBuffer()))
                .onFailure(failure -> Problem.answer(context, 500, String.valueOf(failure.getMessage())));
    }
}
