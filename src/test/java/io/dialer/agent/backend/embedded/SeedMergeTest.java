package io.dialer.agent.backend.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SeedMergeTest {
    private static final String FIRST = "2026-11-23T21:00:00.000000";
    private static final String LATER = "2026-11-23T22:00:00.000000";

    @Test
    void takesNewTasksInAndGoesOnCountingBehindTheirIds() {
        SeedMerge.Outcome outcome = SeedMerge.merge(TaskBook.EMPTY, file(task(3, 10), task(8, 10)), FIRST);

        assertThat(outcome.added()).containsExactly("3", "8");
        assertThat(outcome.book().nextId()).isEqualTo(9);
        JsonObject task = task(outcome.book(), "3");
        assertThat(task.getString("created_at")).isEqualTo(FIRST);
        assertThat(task.getBoolean("enabled")).isTrue();
    }

    @Test
    void aFileThatSaysTheSameChangesNothing() {
        TaskBook book = seeded(task(1, 10));

        SeedMerge.Outcome outcome = SeedMerge.merge(book, file(task(1, 10)), LATER);

        assertThat(outcome.book()).isEqualTo(book);
        assertThat(outcome.changed()).isEmpty();
    }

    @Test
    void anEditMadeHereStaysWhileTheFileSaysTheSame() {
        TaskBook edited = edited(seeded(task(1, 10)), "1", 30);

        SeedMerge.Outcome outcome = SeedMerge.merge(edited, file(task(1, 10), task(2, 10)), LATER);

        assertThat(task(outcome.book(), "1").getInteger("interval")).isEqualTo(30);
        assertThat(outcome.added()).containsExactly("2");
    }

    @Test
    void aChangeInTheFileWinsOverAnEarlierEdit() {
        TaskBook edited = edited(seeded(task(1, 10)), "1", 30);

        SeedMerge.Outcome outcome = SeedMerge.merge(edited, file(task(1, 15)), LATER);

        assertThat(outcome.changed()).containsExactly("1");
        JsonObject task = task(outcome.book(), "1");
        assertThat(task.getInteger("interval")).isEqualTo(15);
        assertThat(task.getString("created_at")).isEqualTo(FIRST);
        assertThat(task.getString("updated_at")).isEqualTo(LATER);
    }

    @Test
    void aTaskDeletedHereComesBackOnlyWhenTheFileChangesIt() {
        TaskBook deleted = seeded(task(1, 10)).without("1");

        assertThat(SeedMerge.merge(deleted, file(task(1, 10)), LATER).book().tasks())
                .isEmpty();
        assertThat(SeedMerge.merge(deleted, file(task(1, 11)), LATER).book().tasks())
                .containsOnlyKeys("1");
    }

    @Test
    void aTaskThatLeavesTheFileGoesUnlessItWasEditedHere() {
        TaskBook book = edited(seeded(task(1, 10), task(2, 10)), "2", 30);

        SeedMerge.Outcome outcome = SeedMerge.merge(book, file(), LATER);

        assertThat(outcome.removed()).containsExactly("1");
        assertThat(outcome.kept()).containsExactly("2");
        assertThat(outcome.book().tasks()).containsOnlyKeys("2");
    }

    @Test
    void aTaskThatStayedWhenItLeftTheFileIsTheFilesAgainWhenItComesBack() {
        TaskBook edited = edited(seeded(task(1, 10)), "1", 30);
        TaskBook left = SeedMerge.merge(edited, file(), LATER).book();

        assertThat(SeedMerge.merge(left, file(), LATER).kept()).isEmpty();
        SeedMerge.Outcome back = SeedMerge.merge(left, file(task(1, 12)), LATER);

        assertThat(back.changed()).containsExactly("1");
        assertThat(task(back.book(), "1").getInteger("interval")).isEqualTo(12);
    }

    @Test
    void aTaskMadeHereKeepsItsIdAgainstTheFile() {
        TaskBook made = TaskBook.EMPTY.with("1", TaskForm.of(1, task(1, 99)));

        SeedMerge.Outcome outcome = SeedMerge.merge(made, file(task(1, 10)), LATER);

        assertThat(outcome.taken()).containsExactly("1");
        assertThat(task(outcome.book(), "1").getInteger("interval")).isEqualTo(99);
        assertThat(outcome.changedTasks()).isFalse();
    }

    @Test
    void anIdIsNeverUsedTwiceEvenAfterItsTaskHasGone() {
        TaskBook book = SeedMerge.merge(seeded(task(5, 10)), file(), LATER).book();

        assertThat(book.tasks()).isEmpty();
        assertThat(book.nextId()).isEqualTo(6);
    }

    @Test
    void theBookSurvivesItsWayThroughTheFile() {
        TaskBook book = edited(seeded(task(1, 10), task(2, 10)), "2", 30).without("1");

        assertThat(TaskBook.of(new JsonObject(book.toJson().encode()))).isEqualTo(book);
    }

    private static TaskBook seeded(JsonObject... tasks) {
        return SeedMerge.merge(TaskBook.EMPTY, file(tasks), FIRST).book();
    }

    private static TaskBook edited(TaskBook book, String id, int interval) {
        JsonObject task = task(book, id).copy().put("interval", interval).put("updated_at", LATER);
        return book.with(id, task);
    }

    private static JsonObject task(TaskBook book, String id) {
        return Objects.requireNonNull(book.tasks().get(id));
    }

    private static JsonObject task(int id, int interval) {
        return new JsonObject()
                .put("id", id)
                .put("name", "n")
                .put("type", "tcp")
                .put("target", "a:1")
                .put("interval", interval);
    }

    private static Map<String, JsonObject> file(JsonObject... tasks) {
        Map<String, JsonObject> byId = new LinkedHashMap<>();
        for (JsonObject task : tasks) {
            byId.put(String.valueOf(task.getValue("id")), task);
        }
        return byId;
    }
}
