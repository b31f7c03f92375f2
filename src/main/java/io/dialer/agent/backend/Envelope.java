package io.dialer.agent.backend;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The backend's answer: {@code {"code": 0, "data": …, "message": …}}.
 *
 * @param code 0 on success
 * @param content {@code data}
 * @param message for people
 * @param bytes of its text; 0 where it never was one
 */
record Envelope(int code, @Nullable Object content, String message, int bytes) {
    /** Reads a body; empty where it is anything else, such as a proxy's page or a cut answer. */
    static Optional<Envelope> read(@Nullable Buffer body) {
        if (body == null) {
            return Optional.empty();
        }
        try {
            return Json.decodeValue(body) instanceof JsonObject json && json.getValue("code") instanceof Integer code
                    ? Optional.of(new Envelope(code, json.getValue("data"), message(json), body.length()))
                    : Optional.empty();
        } catch (DecodeException notJson) {
            return Optional.empty();
        }
    }

    private static String message(JsonObject json) {
        Object message = json.getValue("message");
        return message == null ? "" : message.toString();
    }
}
