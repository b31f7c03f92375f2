package io.dialer.agent.bus;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What members of a cluster keep of the embedded backend, in the form of its own files.
 *
 * @param tasks all of them, with what the tasks file said and the revision
 * @param variables with the values of secrets
 */
public record StoreContent(JsonObject tasks, List<JsonObject> variables) {
    public StoreContent {
        variables = List.copyOf(variables);
    }

    /** Without its content, which may hold secrets. */
    @Override
    public String toString() {
        return "StoreContent[variables=" + variables.size() + "]";
    }
}
