package io.dialer.agent.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.SystemVariable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    private final Pages<ProbeTask> pages = Pages.ofTasks();

    @Test
    void readsTheRecordedPagesToTheirEnd() {
        assertThat(pages.add(recorded("tasks-page-1.http"))).isTrue();
        assertThat(pages.isComplete()).isFalse();
        assertThat(pages.add(recorded("tasks-page-2.http"))).isFalse();
        assertThat(pages.isComplete()).isTrue();
        assertThat(pages.elements())
                .extracting(ProbeTask::id)
                .hasSize(25)
                .startsWith("1", "2")
                .endsWith("25");
    }

    @Test
    void asksOnWhereTheServerCapsItsPages() {
        assertThat(pages.add(page(45, 1, 20))).isTrue();
        assertThat(pages.add(page(45, 21, 40))).isTrue();
        assertThat(pages.add(page(45, 41, 45))).isFalse();
        assertThat(pages.isComplete()).isTrue();
    }

    @Test
    void isNotCompleteWhereAShiftBroughtATaskTwice() {
        pages.add(page(4, 1, 2));
        assertThat(pages.add(page(4, 2, 3))).isFalse();
        assertThat(pages.isComplete()).isFalse();
        assertThat(pages.elements()).extracting(ProbeTask::id).containsExactly("1", "2", "3");
    }

    @Test
    void agreesWithAnEarlierListThatNamedTheSameTaskTwice() {
        pages.add(page(4, 1, 2));
        pages.add(page(4, 2, 3));
        Pages<ProbeTask> again = Pages.ofTasks();
        again.add(page(4, 1, 2));
        again.add(page(4, 2, 3));
        Pages<ProbeTask> shifted = Pages.ofTasks();
        shifted.add(page(4, 1, 2));
        shifted.add(page(4, 1, 2));
        assertThat(again.agreesWith(pages)).isTrue();
        assertThat(shifted.agreesWith(pages)).isFalse();
    }

    @Test
    void isNotCompleteWhereTheTotalChangedMeanwhile() {
        pages.add(page(4, 1, 2));
        pages.add(page(3, 3, 3));
        assertThat(pages.isComplete()).isFalse();
    }

    @Test
    void endsAtAnEmptyPage() {
        pages.add(page(25, 1, 20));
        assertThat(pages.add(recorded("tasks-past-the-end.http"))).isFalse();
        assertThat(pages.isComplete()).isFalse();
    }

    @Test
    void isCompleteWithoutAnyTask() {
        assertThat(pages.add(page(0, 1, 0))).isFalse();
        assertThat(pages.isComplete()).isTrue();
    }

    @Test
    void countsDisabledAndUnreadableElements() {
        JsonArray list = new JsonArray()
                .add(task(1).put("enabled", false))
                .add(new JsonObject().put("name", "no id"))
                .addNull()
                .add(task(2).put("interval", "never"));
        pages.add(envelope(list, 4));
        assertThat(pages.isComplete()).isTrue();
        assertThat(pages.unreadable()).isEqualTo(2);
        assertThat(pages.elements())
                .singleElement()
                .satisfies(task -> assertThat(task.problem()).startsWith("interval: "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"list\": []}",
                "{\"total\": 1}",
                "{\"list\": {}, \"total\": 1}",
                "{\"list\": [], \"total\": \"1\"}"
            })
    void refusesWhatIsNoPage(String content) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pages.add(new Envelope(0, new JsonObject(content), "", 0)))
                .withMessage("the answer has no list and total");
    }

    private static Envelope recorded(String name) {
        return Envelope.read(ContractFiles.answerBody(name).toBuffer()).orElseThrow();
    }

    private static Envelope page(int total, int from, int to) {
        JsonArray list = new JsonArray();
        for (int id = from; id <= to; id++) {
            list.add(task(id));
        }
        return envelope(list, total);
    }

    private static Envelope envelope(JsonArray list, int total) {
        return new Envelope(0, new JsonObject().put("list", list).put("total", total), "", 0);
    }

    private static JsonObject task(int id) {
        return new JsonObject()
                .put("id", id)
                .put("type", "tcp")
                .put("target", "h:1")
                .put("interval", 10);
    }

    @Test
    void tellsVariablesApartByIdElseByTenantAndName() {
        Pages<SystemVariable> variables = Pages.ofVariables();
        variables.add(new Envelope(0, new JsonObject("""
                {"total": 5, "list": [{"id": 1, "name": "$a", "value": "1"}, {"id": 1, "name": "$a", "value": "1"},
                 {"name": "$a", "tenant_id": 7, "value": "2"}, {"name": "$a", "value": "3"}, {"name": ""}]}"""), "", 0));

        assertThat(variables.elements()).extracting(SystemVariable::value).containsExactly("1", "2", "3");
        assertThat(variables.unreadable()).isEqualTo(1);
        assertThat(variables.isComplete()).isFalse();
    }
}
