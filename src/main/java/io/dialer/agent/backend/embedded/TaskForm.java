package io.dialer.agent.backend.embedded;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.TaskReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The shape of a task as the backend keeps it. Pure. */
final class TaskForm {
    /** What this backend writes itself. */
    private static final Set<String> OURS =
            Set.of("id", "status", "latest_status", "execution_count", "avg_response_time", "created_at", "updated_at");

    /** What a task cannot be without, with what is allowed there. */
    private static final Map<String, String> NEEDED = new TreeMap<>(Map.of(
            "name", "a text that is not empty",
            "type", "a text that is not empty",
            "target", "a text that is not empty",
            "interval", "seconds, at least 1"));

    private TaskForm() {}

    /**
     * Brings a task into full form. What the caller said about the backend's own fields is left out, and what is allowed
     * as a JSON text inside JSON becomes what it says.
     *
     * @throws InvalidOption for the first field that is missing or wrong
     */
    static JsonObject of(Object id, JsonObject written) {
        NEEDED.forEach((field, allowed) -> {
            if (written.getValue(field) == null) {
                throw new InvalidOption(field, null, allowed);
            }
        });
        ProbeTask read = TaskReader.readWhole(written);
        Object enabled = written.getValue("enabled", true);
        if (!(enabled instanceof Boolean)) {
            throw new InvalidOption("enabled", enabled, "true or false");
        }
        JsonObject task = new JsonObject()
                .put("id", id)
                .put("name", written.getValue("name"))
                .put("type", written.getValue("type"))
                .put("target", written.getValue("target"))
                .put("interval", written.getValue("interval"))
                .put("enabled", enabled)
                .put("config", written.getValue("config") instanceof JsonObject config ? config : read.options())
                .put("agent_ids", new JsonArray(read.agentIds()))
                .put("alarm_config", written.getValue("alarm_config"))
                .put("tenant_id", written.getValue("tenant_id"))
                .put("status", "active");
        written.forEach(field -> {
            if (!OURS.contains(field.getKey()) && !task.containsKey(field.getKey())) {
                task.put(field.getKey(), field.getValue());
            }
        });
        return task.copy();
    }

    /** A stored task with some fields written anew, as the caller of an update wants it. */
    static JsonObject updated(JsonObject stored, JsonObject written) {
        JsonObject merged = stored.copy();
        OURS.forEach(merged::remove);
        merged.mergeIn(written);
        return of(stored.getValue("id"), merged);
    }

    /** A task without what tells when it was made and changed. */
    static JsonObject withoutTimes(JsonObject task) {
        JsonObject copy = task.copy();
        copy.remove("created_at");
        copy.remove("updated_at");
        return copy;
    }

    /** The id as text; null where it is no id. */
    static @Nullable String key(@Nullable Object id) {
        return switch (id) {
            case String text when !text.isBlank() -> text.strip();
            case Integer number -> number.toString();
            case Long number -> number.toString();
            case null, default -> null;
        };
    }
}
