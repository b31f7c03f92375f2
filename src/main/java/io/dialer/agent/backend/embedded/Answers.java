package io.dialer.agent.backend.embedded;

import io.dialer.agent.bus.EmbeddedReply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The envelopes that the embedded backend answers with. */
final class Answers {
    private Answers() {}

    static EmbeddedReply ok(@Nullable Object content) {
        return new EmbeddedReply(200, 0, content, "ok");
    }

    static EmbeddedReply created(Object content) {
        return new EmbeddedReply(201, 0, content, "created");
    }

    static EmbeddedReply page(Page page, List<JsonObject> all) {
        return page(new JsonArray(page.of(all)), all.size());
    }

    static EmbeddedReply page(JsonArray list, long total) {
        return ok(new JsonObject().put("list", list).put("total", total));
    }

    /** The envelope's code repeats the status, as agents expect of a failure. */
    static EmbeddedReply failure(int status, String message) {
        return new EmbeddedReply(status, status, new JsonObject(), message);
    }
}
