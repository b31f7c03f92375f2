package io.dialer.agent.backend.embedded;

import io.dialer.agent.bus.EmbeddedReply;
import io.dialer.agent.probe.InvalidOption;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /tasks}: an agent's list, and what people and pages do with tasks. */
final class TaskCalls {
    private static final int USUAL_PAGE = 20;

    private final TaskStore store;
    private final EmbeddedDatabase database;
    private final LocalTimes times;

    TaskCalls(TaskStore store, EmbeddedDatabase database, LocalTimes times) {
        this.store = store;
        this.database = database;
        this.times = times;
    }

    Future<EmbeddedReply> answer(Call call) {
        if (call.is("GET", "agent")) {
            // Agents that do not know pages get everything at once, unlike people.
            boolean paged = call.parameter("size") != null || call.parameter("page") != null;
            return list(call, paged ? USUAL_PAGE : Integer.MAX_VALUE);
        }
        if (call.rest().isEmpty()) {
            return switch (call.method()) {
                case "GET" -> list(call, USUAL_PAGE);
                case "POST" -> add(call.body());
                default -> throw call.notAllowed("GET, POST");
            };
        }
        String id = call.id();
        return switch (call.method()) {
            case "GET" -> shown(task(store.book(), id)).map(Answers::ok);
            case "PUT" -> change(id, call.body());
            case "DELETE" -> delete(id);
            default -> throw call.notAllowed("GET, PUT, DELETE");
        };
    }

    private Future<EmbeddedReply> list(Call call, int size) {
        String agentId = call.parameter("agent_id");
        String type = call.parameter("type");
        Boolean enabled = flag(call.parameter("enabled"));
        List<JsonObject> matching = store.book().tasks().values().stream()
                .filter(task -> agentId == null || isFor(task, agentId))
                .filter(task -> type == null || type.equals(task.getValue("type")))
                .filter(task -> enabled == null || enabled.equals(task.getValue("enabled")))
                .toList();
        Page page = size == Integer.MAX_VALUE ? new Page(1, size) : call.page(size);
        return TaskRuns.shown(database, page.of(matching)).map(list -> Answers.page(list, matching.size()));
    }

    /** Exactly, not as a part of a longer name; a task that names nobody is for everybody. */
    private static boolean isFor(JsonObject task, String agentId) {
        return !(task.getValue("agent_ids") instanceof JsonArray ids) || ids.isEmpty() || ids.contains(agentId);
    }

    private Future<EmbeddedReply> add(JsonObject written) {
        String[] id = new String[1];
        return store.edit(book -> {
                    id[0] = Long.toString(book.nextId());
                    JsonObject task = checked(() -> TaskForm.of(book.nextId(), written));
                    return book.with(id[0], stamped(task, times.now()));
                })
                .compose(book -> shown(task(book, id[0])))
                .map(Answers::created);
    }

    private Future<EmbeddedReply> change(String id, JsonObject written) {
        return store.edit(book -> {
                    JsonObject before = task(book, id);
                    JsonObject after = checked(() -> TaskForm.updated(before, written));
                    return book.with(id, stamped(after, before.getString("created_at")));
                })
                .compose(book -> shown(task(book, id)))
                .map(Answers::ok);
    }

    private Future<EmbeddedReply> delete(String id) {
        return store.edit(book -> {
                    JsonObject known = task(book, id);
                    return book.without(String.valueOf(TaskForm.key(known.getValue("id"))));
                })
                .map(gone -> Answers.ok(new JsonObject()));
    }

    private JsonObject stamped(JsonObject task, @Nullable String createdAt) {
        return task.put("created_at", createdAt).put("updated_at", times.now());
    }

    private Future<JsonObject> shown(JsonObject task) {
        return TaskRuns.shown(database, List.of(task)).map(list -> list.getJsonObject(0));
    }

    private static JsonObject task(TaskBook book, String id) {
        JsonObject task = book.tasks().get(id);
        if (task == null) {
            throw Refusal.notFound("task " + id);
        }
        return task;
    }

    private static JsonObject checked(Supplier<JsonObject> form) {
        try {
            return form.get();
        } catch (InvalidOption wrong) {
            throw Refusal.badRequest(wrong.reason());
        }
    }

    private static @Nullable Boolean flag(@Nullable String text) {
        return switch (text) {
            case null -> null;
            case "true", "1" -> Boolean.TRUE;
            case "false", "0" -> Boolean.FALSE;
            default ->
                throw Refusal.badRequest("enabled: \"%s\" is not allowed; allowed: true or false".formatted(text));
        };
    }
}
