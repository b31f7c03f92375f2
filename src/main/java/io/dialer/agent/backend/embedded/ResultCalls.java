package io.dialer.agent.backend.embedded;

import io.dialer.agent.bus.EmbeddedCall;
import io.dialer.agent.bus.EmbeddedReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** {@code /results}: agents post them, alone or many at once, and people look at them. */
final class ResultCalls {
    private static final int USUAL_PAGE = 20;
    private static final int LARGEST_BATCH = 1000;

    private final ResultStore results;
    private final TaskStore tasks;
    private final EmbeddedDatabase database;
    private final LocalTimes times;

    ResultCalls(ResultStore results, TaskStore tasks, EmbeddedDatabase database, LocalTimes times) {
        this.results = results;
        this.tasks = tasks;
        this.database = database;
        this.times = times;
    }

    Future<EmbeddedReply> answer(Call call) {
        if (call.is("POST", "batch")) {
            return batch(call.body());
        }
        if (call.rest().isEmpty()) {
            return switch (call.method()) {
                case "GET" -> list(call);
                case "POST" -> post(call.body());
                default -> throw call.notAllowed("GET, POST");
            };
        }
        String id = call.id();
        if (!call.method().equals("GET")) {
            throw call.notAllowed("GET");
        }
        return results.get(id)
                .map(found -> found.map(Answers::ok)
                        .orElseGet(() -> Answers.failure(404, "result %s is not here".formatted(id))));
    }

    private Future<EmbeddedReply> list(Call call) {
        return results.find(ResultFilter.of(call, times), call.page(USUAL_PAGE))
                .map(found -> Answers.page(found.list(), found.total()));
    }

    /** Repeats are answered as the first time: an agent that asks again has lost the answer, not the result. */
    private Future<EmbeddedReply> post(JsonObject body) {
        TaskBook book = tasks.book();
        PostedResult result = PostedResult.of(body, book, times);
        JsonObject task = Objects.requireNonNull(book.tasks().get(result.taskId()));
        return results.add(result)
                .compose(stored -> TaskRuns.shown(database, List.of(task))
                        .map(shown -> Answers.created(
                                result.body().copy().put("id", stored.id()).put("task", shown.getJsonObject(0)))));
    }

    /**
     * Stores one.
     *
     * @throws Refusal where it is no result, or its task is gone
     */
    Future<ResultStore.Stored> store(JsonObject body) {
        return results.add(PostedResult.of(body, tasks.book(), times));
    }

    private Future<EmbeddedReply> batch(JsonObject body) {
        if (!(body.getValue("results") instanceof JsonArray posted)) {
            throw Refusal.badRequest("results: a list is needed");
        }
        if (posted.size() > LARGEST_BATCH) {
            throw Refusal.badRequest(
                    "results: %d are not allowed; allowed: %d at most".formatted(posted.size(), LARGEST_BATCH));
        }
        JsonArray refused = new JsonArray();
        List<Future<ResultStore.Stored>> stored = new ArrayList<>();
        for (Object element : posted) {
            try {
                if (!(element instanceof JsonObject json)) {
                    throw Refusal.badRequest("it is not an object");
                }
                if (json.encode().length() > EmbeddedCall.LARGEST_RESULT) {
                    throw Refusal.tooLarge(EmbeddedCall.LARGEST_RESULT);
                }
                stored.add(store(json));
            } catch (Refusal refusal) {
                refused.add(new JsonObject()
                        .put("result_id", element instanceof JsonObject json ? json.getValue("result_id") : null)
                        .put("code", refusal.status())
                        .put("message", refusal.reason()));
            }
        }
        return Future.all(stored).map(all -> {
            long repeated =
                    stored.stream().filter(one -> one.result().repeated()).count();
            return Answers.ok(new JsonObject()
                    .put("accepted", stored.size() - repeated)
                    .put("duplicates", repeated)
                    .put("refused", refused));
        });
    }
}
