package io.dialer.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.TaskReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
    @Test
    void keepsTasksThatNameTheAgentExactlyOrNobody() {
        List<ProbeTask> listed = List.of(
                task(1, "book"), task(2, "boo"), task(3), task(4, "Boo"), task(5, "book", "boo"), task(6, "b%"));
        assertThat(Selection.of(listed, "boo")).extracting(ProbeTask::id).containsExactly("2", "3", "5");
        assertThat(Selection.of(listed, "b%")).extracting(ProbeTask::id).containsExactly("3", "6");
    }

    @Test
    void writesATaskSoThatItIsReadBackEqual() {
        JsonObject json = new JsonObject("""
                {"id": 7, "name": "home page", "type": "http", "target": "https://example.org/", "interval": 1.5,
                 "tenant_id": 12, "agent_ids": ["book", "боо"], "config": {"timeout": 3, "headers": {"a": "b"}}}""");
        ProbeTask task = TaskReader.read(json).orElseThrow();
        JsonObject written = new JsonObject(TaskWriter.toJson(task).encode());
        assertThat(TaskReader.read(written)).contains(task);
    }

    private static ProbeTask task(int id, String... agents) {
        return TaskReader.read(new JsonObject()
                        .put("id", id)
                        .put("type", "tcp")
                        .put("target", "h:1")
                        .put("interval", 10)
                        .put("agent_ids", new JsonArray(List.of(agents))))
                .orElseThrow();
    }
}
