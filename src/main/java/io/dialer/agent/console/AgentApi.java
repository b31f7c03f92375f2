package io.dialer.agent.console;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.ConfigStatus;
import io.dialer.agent.bus.DeadLetterCommand;
import io.dialer.agent.bus.DeadLetterCommand.Action;
import io.dialer.agent.bus.DeadLetters;
import io.dialer.agent.bus.HistoryPage;
import io.dialer.agent.bus.LinkStatus;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.bus.StatusQuery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/agent}: what this agent holds, for people. Errors are problems by RFC 9457. */
final class AgentApi {
    static final String BASE = "/api/agent";
    private static final String DEAD = BASE + "/outbox/dead";

    private final Bus bus;
    private final Doorkeeper doorkeeper;
    private final EventsApi events;
    private final TrendApi trend;
    private final Self self;

    AgentApi(Vertx vertx, Bus bus, Doorkeeper doorkeeper, Self self) {
        this.bus = bus;
        this.self = self;
        this.trend = new TrendApi(vertx, bus);
        this.doorkeeper = doorkeeper;
        this.events = new EventsApi(vertx, bus);
    }

    void addTo(Router router) {
        router.route(BASE + "/*")
                .handler(context -> doorkeeper.admit(
                        context, context.request().method().equals(HttpMethod.GET) ? Right.READ : Right.MANAGE));
        router.get(BASE + "/status").handler(this::status);
        router.get(BASE + "/members").handler(this::members);
        router.get(BASE + "/config").handler(this::config);
        new TasksApi(bus).addTo(router);
        events.addTo(router);
        trend.addTo(router);
        new OpenApi().addTo(router);
        router.get(BASE + "/results").handler(this::results);
        router.get(BASE + "/outbox").handler(this::outbox);
        router.get(DEAD).handler(this::letters);
        router.post(DEAD + "/retry").handler(context -> act(context, Action.RETRY, null));
        router.post(DEAD + "/:id/retry").handler(context -> act(context, Action.RETRY, context.pathParam("id")));
        router.delete(DEAD).handler(context -> act(context, Action.PURGE, null));
        router.delete(DEAD + "/:id").handler(context -> act(context, Action.PURGE, context.pathParam("id")));
    }

    private void status(RoutingContext context) {
        Future<AgentStatus> status = bus.ask(Addresses.SCHEDULER_STATUS, new StatusQuery());
        Future<OutboxStatus> outbox = bus.ask(Addresses.OUTBOX_STATUS, new StatusQuery());
        Future<ConfigStatus> configuration = bus.ask(Addresses.CONFIG_STATUS, new StatusQuery());
        Future<@Nullable LinkStatus> link =
                bus.ask(Addresses.HEARTBEAT_LINK, new StatusQuery()).otherwiseEmpty();
        Answers.json(
                context,
                Future.all(status, outbox, configuration, link)
                        .map(all -> StatusBody.of(
                                self.toJson(),
                                status.result(),
                                outbox.result(),
                                configuration.result(),
                                link.result())));
    }

    private void members(RoutingContext context) {
        List<String> taskIds = context.queryParam("task_id");
        Answers.json(
                context,
                bus.ask(Addresses.CLUSTER_LOOK, new StatusQuery()).map(members -> MembersBody.of(members, taskIds)));
    }

    private void config(RoutingContext context) {
        Answers.json(context, bus.ask(Addresses.CONFIG_SHOWN, new StatusQuery()).map(shown -> shown.document()));
    }

    private void outbox(RoutingContext context) {
        Answers.json(
                context, bus.ask(Addresses.OUTBOX_STATUS, new StatusQuery()).map(StatusBody::of));
    }

    private void letters(RoutingContext context) {
        Integer limit = ResultQuery.number(context, "limit", 100, 1, ResultQuery.MOST);
        if (limit == null) {
            return;
        }
        Answers.json(
                context,
                bus.ask(Addresses.OUTBOX_DEAD, new DeadLetterCommand(Action.LIST, null, limit))
                        .map(found -> {
                            JsonArray list = new JsonArray();
                            found.letters().forEach(letter -> list.add(shown(letter)));
                            return new JsonObject().put("list", list);
                        }));
    }

    private static JsonObject shown(DeadLetters.Letter letter) {
        return new JsonObject()
                .put("result_id", letter.resultId())
                .put("task_id", letter.taskId())
                .put("given_up_at", Instant.ofEpochMilli(letter.atMillis()).toString())
                .put("reason", letter.reason())
                .put("result", stored(letter.body()));
    }

    /** A letter may be one because its text is damaged. */
    private static Object stored(String body) {
        try {
            return new JsonObject(body);
        } catch (DecodeException damaged) {
            return body;
        }
    }

    private void act(RoutingContext context, Action action, @Nullable String resultId) {
        bus.ask(Addresses.OUTBOX_DEAD, new DeadLetterCommand(action, resultId, 0))
                .onSuccess(done -> {
                    if (resultId != null && done.affected() == 0) {
                        Problem.answer(context, 404, "there is no dead letter with result_id %s".formatted(resultId));
                    } else {
                        Answers.json(context, new JsonObject().put("affected", done.affected()));
                    }
                })
                .onFailure(failure -> Problem.answer(context, 503, "the outbox does not answer"));
    }

    private void results(RoutingContext context) {
        ResultForm form = ResultForm.of(context.request());
        ResultQuery.of(context)
                .ifPresent(query -> Answers.json(
                        context, bus.ask(Addresses.HISTORY_RESULTS, query).map(page -> {
                            JsonArray list = new JsonArray();
                            page.entries().forEach(entry -> list.add(form.of(entry.result())));
                            boolean more = page.entries().size() == query.limit();
                            return new JsonObject().put("list", list).put("next_cursor", more ? cursor(page) : null);
                        })));
    }

    private static String cursor(HistoryPage page) {
        return Long.toString(page.entries().getLast().number());
    }
}
