package io.dialer.agent.backend.embedded;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All tasks, and what the seed file last said of those that came from it. A seed without a task is one that was deleted
 * here: the file does not bring it back by itself. Immutable, and so are the objects in it by agreement.
 *
 * @param nextId the number that the next new task gets; never one that was used before
 * @param tasks in full form, by id
 * @param seeds as written in the file, by id
 * @param revision rises with each edit, of the variables too; the members of a cluster know by it who has the last state
 */
record TaskBook(long nextId, Map<String, JsonObject> tasks, Map<String, JsonObject> seeds, long revision) {
    static final TaskBook EMPTY = new TaskBook(1, Map.of(), Map.of(), 0);

    TaskBook {
        tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
        seeds = Collections.unmodifiableMap(new LinkedHashMap<>(seeds));
    }

    TaskBook with(String id, JsonObject task) {
        Map<String, JsonObject> changed = new LinkedHashMap<>(tasks);
        changed.put(id, task);
        return new TaskBook(Math.max(nextId, numberOf(id) + 1), changed, seeds, revision);
    }

    TaskBook without(String id) {
        Map<String, JsonObject> changed = new LinkedHashMap<>(tasks);
        changed.remove(id);
        return new TaskBook(nextId, changed, seeds, revision);
    }

    /** The same as a later state: by the clock, so that of two that never met the one that was changed last is later. */
    TaskBook revised() {
        return new TaskBook(nextId, tasks, seeds, Math.max(revision + 1, System.currentTimeMillis()));
    }

    /** 0 where an id is no number that {@code nextId} could meet. */
    static long numberOf(String id) {
        return id.matches("[0-9]{1,15}") ? Long.parseLong(id) : 0;
    }

    JsonObject toJson() {
        JsonArray list = new JsonArray();
        tasks.values().forEach(list::add);
        JsonObject said = new JsonObject();
        seeds.forEach(said::put);
        return new JsonObject()
                .put("next_id", nextId)
                .put("revision", revision)
                .put("tasks", list)
                .put("seeds", said);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws RuntimeException where it is anything else
     */
    static TaskBook of(JsonObject json) {
        Map<String, JsonObject> tasks = new LinkedHashMap<>();
        for (Object element : json.getJsonArray("tasks")) {
            JsonObject task = (JsonObject) element;
            String id = TaskForm.key(task.getValue("id"));
            if (id == null) {
                throw new IllegalArgumentException("a task has no id");
            }
            tasks.put(id, task);
        }
        Map<String, JsonObject> seeds = new LinkedHashMap<>();
        JsonObject said = json.getJsonObject("seeds", new JsonObject());
        said.fieldNames().forEach(id -> seeds.put(id, said.getJsonObject(id)));
        return new TaskBook(json.getLong("next_id"), tasks, seeds, json.getLong("revision", 0L));
    }
}
