package io.dialer.agent.backend.embedded;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Brings the file that people write and the tasks that are kept together, by id. Only what changed in the file since it
 * was last read counts: a change there wins over an edit made here before it, and an edit made here stays for as long as
 * the file says the same as before. Pure.
 */
final class SeedMerge {
    /** What the file says of a task that it said something of before. */
    private static final JsonObject GONE = new JsonObject();

    private final TaskBook before;
    private final Map<String, JsonObject> tasks;
    private final Map<String, JsonObject> seeds;
    private final String now;
    private final List<String> added = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();
    private long nextId;

    private SeedMerge(TaskBook before, String now) {
        this.before = before;
        this.tasks = new LinkedHashMap<>(before.tasks());
        this.seeds = new LinkedHashMap<>(before.seeds());
        this.nextId = before.nextId();
        this.now = now;
    }

    /**
     * What a merge did, as ids.
     *
     * @param book the outcome
     * @param kept no longer in the file, but edited here
     * @param taken in the file, but the id belongs to a task made here
     */
    record Outcome(
            TaskBook book,
            List<String> added,
            List<String> changed,
            List<String> removed,
            List<String> kept,
            List<String> taken) {
        boolean changedTasks() {
            return !added.isEmpty() || !changed.isEmpty() || !removed.isEmpty();
        }
    }

    /**
     * Merges.
     *
     * @param written the file's tasks, valid, by id
     * @param now for the times of what changes
     */
    static Outcome merge(TaskBook before, Map<String, JsonObject> written, String now) {
        SeedMerge merge = new SeedMerge(before, now);
        merge.forgetAllBut(written);
        written.forEach(merge::take);
        return new Outcome(
                new TaskBook(merge.nextId, merge.tasks, merge.seeds, before.revision()),
                merge.added,
                merge.changed,
                merge.removed,
                merge.kept,
                merge.taken);
    }

    private void forgetAllBut(Map<String, JsonObject> written) {
        before.seeds().forEach((id, seed) -> {
            if (written.containsKey(id)) {
                return;
            }
            JsonObject task = tasks.get(id);
            if (task == null) {
                seeds.remove(id);
            } else if (seed.equals(GONE)) {
                return;
            } else if (TaskForm.withoutTimes(task).equals(TaskForm.of(task.getValue("id"), seed))) {
                seeds.remove(id);
                tasks.remove(id);
                removed.add(id);
            } else {
                // Still the file's: it takes the task back when it names it again.
                seeds.put(id, GONE);
                kept.add(id);
            }
        });
    }

    private void take(String id, JsonObject element) {
        JsonObject saidBefore = seeds.get(id);
        JsonObject task = tasks.get(id);
        if (element.equals(saidBefore)) {
            return;
        }
        if (saidBefore == null && task != null) {
            taken.add(id);
            return;
        }
        JsonObject fresh = TaskForm.of(Objects.requireNonNull(element.getValue("id")), element);
        fresh.put("created_at", task == null ? now : task.getString("created_at"))
                .put("updated_at", now);
        tasks.put(id, fresh);
        seeds.put(id, element);
        nextId = Math.max(nextId, TaskBook.numberOf(id) + 1);
        (task == null ? added : changed).add(id);
    }
}
