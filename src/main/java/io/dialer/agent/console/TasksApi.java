package io.dialer.agent.console;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.RunOnce;
import io.dialer.agent.bus.TaskListing;
import io.dialer.agent.bus.TaskQuery;
import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.TaskReader;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;

/** The tasks of this node: to look at, to run once, and to try one that is nowhere. What runs here is stored nowhere. */
final class TasksApi {
    private static final String TASKS = AgentApi.BASE + "/tasks";
    private static final String TRY = AgentApi.BASE + "/try";
    /** A task with all its steps, with room to spare. */
    private static final long LARGEST_TASK = 1 << 20;

    private final Bus bus;

    TasksApi(Bus bus) {
        this.bus = bus;
    }

    /** Behind whoever decides what a caller may do. */
    void addTo(Router router) {
        router.get(TASKS).handler(this::list);
        router.get(TASKS + "/:id").handler(this::one);
        router.post(TASKS + "/:id/run").handler(this::run);
        router.post(TRY).handler(this::asJson);
        router.post(TRY).handler(BodyHandler.create(false).setBodyLimit(LARGEST_TASK));
        router.post(TRY).handler(this::tryOut);
        router.post(TRY).failureHandler(this::failed);
    }

    private void list(RoutingContext context) {
        TaskFilter.of(context)
                .ifPresent(filter -> Answers.json(
                        context,
                        bus.ask(Addresses.SCHEDULER_LIST, new TaskQuery(null))
                                .map(listing -> TaskBody.page(listing.entries(), filter))));
    }

    private void one(RoutingContext context) {
        found(context, entry -> Answers.json(context, TaskBody.of(entry)));
    }

    private void run(RoutingContext context) {
        found(context, entry -> answerRun(context, new RunOnce(entry.task().id(), null)));
    }

    private interface Use {
        void of(TaskListing.Entry entry);
    }

    private void found(RoutingContext context, Use use) {
        String id = context.pathParam("id");
        bus.ask(Addresses.SCHEDULER_LIST, new TaskQuery(id))
                .onSuccess(listing -> {
                    List<TaskListing.Entry> entries = listing.entries();
                    if (entries.isEmpty()) {
                        Problem.answer(context, 404, "this node runs no task with id %s".formatted(id));
                    } else {
                        use.of(entries.getFirst());
                    }
                })
                .onFailure(failure -> Problem.answer(context, 503, "the scheduler does not answer"));
    }

    /** A task is JSON whatever it calls itself; a form would be taken apart, and fail where it is none. */
    private void asJson(RoutingContext context) {
        context.request().headers().remove("Content-Type");
        context.next();
    }

    private void tryOut(RoutingContext context) {
        ProbeTask task;
        try {
            JsonObject body = context.body().asJsonObject();
            // What runs once needs no interval.
            JsonObject whole = new JsonObject().put("interval", ProbeTask.DEFAULT_INTERVAL.toSeconds());
            task = TaskReader.readWhole(body == null ? whole : whole.mergeIn(body));
        } catch (DecodeException | ClassCastException noObject) {
            Problem.answer(context, 400, "the body is no task; allowed: a JSON object with type, target and config");
            return;
        } catch (InvalidOption wrong) {
            Problem.answer(context, 400, "the task: " + wrong.reason());
            return;
        }
        answerRun(context, new RunOnce("", task));
    }

    private void answerRun(RoutingContext context, RunOnce request) {
        bus.ask(Addresses.SCHEDULER_RUN, request)
                .onSuccess(result -> Answers.json(context, result.toJson()))
                .onFailure(failure -> Problem.answer(context, 503, String.valueOf(failure.getMessage())));
    }

    private void failed(RoutingContext context) {
        if (context.statusCode() == 413) {
            Problem.answer(context, 413, "the task is too large; allowed: %d bytes".formatted(LARGEST_TASK));
        } else {
            context.next();
        }
    }
}
