package io.dialer.agent.backend.embedded;

import io.dialer.agent.bus.EmbeddedReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** {@code /system-variables}. */
final class VariableCalls {
    private static final int USUAL_PAGE = 20;

    private final VariableStore variables;

    VariableCalls(VariableStore variables) {
        this.variables = variables;
    }

    Future<EmbeddedReply> answer(Call call) {
        if (call.rest().isEmpty()) {
            return switch (call.method()) {
                case "GET" -> list(call.page(USUAL_PAGE));
                case "POST" -> variables.add(call.body()).map(Answers::created);
                default -> throw call.notAllowed("GET, POST");
            };
        }
        long id = TaskBook.numberOf(call.id());
        if (id == 0) {
            throw Refusal.notFound("variable " + call.id());
        }
        return switch (call.method()) {
            case "GET" -> variables.get(id).map(Answers::ok);
            case "PUT" -> variables.change(id, call.body()).map(Answers::ok);
            case "DELETE" -> variables.delete(id).map(gone -> Answers.ok(new JsonObject()));
            default -> throw call.notAllowed("GET, PUT, DELETE");
        };
    }

    private Future<EmbeddedReply> list(Page page) {
        return variables.all().map(all -> Answers.page(page, all));
    }
}
