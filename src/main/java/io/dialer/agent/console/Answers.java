package io.dialer.agent.console;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** What {@code /api/agent} answers where nothing is wrong. */
final class Answers {
    private Answers() {}

    static void json(RoutingContext context, JsonObject content) {
        context.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(content.toBuffer());
    }

    /** 503 where the future fails. */
    static void json(RoutingContext context, Future<JsonObject> content) {
        content.onSuccess(json -> json(context, json))
                .onFailure(failure -> Problem.answer(context, 503, "this part of the agent does not answer"));
    }
}
