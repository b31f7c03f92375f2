package io.dialer.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskReaderTest {
    private static final String GOOD =
            "{'id': 7, 'name': 'n', 'type': 'http', 'target': ' t ', 'interval': 60, 'tenant_id': 3";

    @Test
    void readsATask() {
        ProbeTask task = read(GOOD + ", 'agent_ids': ['a', 'b'], 'config': {'timeout': 2}}");

        assertThat(task.problem()).isNull();
        assertThat(task.id()).isEqualTo("7");
        assertThat(task.target()).isEqualTo("t");
        assertThat(task.interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(task.tenantId()).isEqualTo(3);
        assertThat(task.agentIds()).containsExactly("a", "b");
        assertThat(task.options()).isEqualTo(new JsonObject().put("timeout", 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", 'config': {'a': 1}}",
                ", 'config': '{\\'a\\': 1}'}",
                ", 'config': '\\'{\\\\\\'a\\\\\\': 1}\\''}",
                ", 'config': null, 'params': {'a': 1}}",
                ", 'config': {}, 'params': '{\\'a\\': 1}'}",
                ", 'config': '', 'params': {'a': 1}}",
                ", 'config': 'null', 'params': {'a': 1}}",
                ", 'config': [], 'params': {'a': 1}}",
            })
    void readsOptionsInEachOfTheirShapes(String config) {
        ProbeTask task = read(GOOD + config);

        assertThat(task.problem()).isNull();
        assertThat(task.options()).isEqualTo(new JsonObject().put("a", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'id': 7, 'target': 't', 'interval': 5}                            | type     | 5",
                "{'id': 7, 'type': 'http', 'target': ' ', 'interval': 5}            | target   | 5",
                "{'id': 7, 'type': 'http', 'target': 't'}                           | interval | 60",
                "{'id': 7, 'type': 'http', 'target': 't', 'interval': 0.5}          | interval | 60",
                "{'id': 7, 'type': 'http', 'target': 't', 'interval': 'x'}          | interval | 60",
                "{'id': 7, 'type': 'http', 'target': 't', 'interval': 1e99}         | interval | 60",
                "{'id': 7, 'type': 'http', 'target': 't', 'interval': '5', 'config': '{'} | config | 5",
                "{'id': 7, 'type': 'http', 'target': 't', 'interval': 5, 'config': 3}     | config | 5",
                "{'id': 7, 'type': 'http', 'target': 't', 'interval': 5, 'agent_ids': 3}  | agent_ids | 5",
            })
    void keepsABrokenTaskWithTheNameOfItsField(String json, String field, int seconds) {
        ProbeTask task = read(json);

        assertThat(task.problem()).startsWith(field + ": ");
        assertThat(task.interval()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'id': null}", "{'id': ' '}", "{'id': {}}"})
    void passesOverWhatHasNoId(String json) {
        assertThat(TaskReader.read(new JsonObject(json.replace('\'', '"')))).isEmpty();
        assertThat(TaskReader.read("text")).isEmpty();
        assertThat(TaskReader.read(null)).isEmpty();
    }

    private static ProbeTask read(String json) {
        return TaskReader.read(new JsonObject(json.replace('\'', '"'))).orElseThrow();
    }

    @Test
    void aTaskThatIsNestedTooDeeplyIsBroken() {
        String deep = "{\"a\":".repeat(120) + "1" + "}".repeat(120);
        ProbeTask task = TaskReader.read(new JsonObject()
                        .put("id", 1)
                        .put("type", "http")
                        .put("target", "http://h/")
                        .put("interval", 5)
                        .put("config", deep))
                .orElseThrow();
        assertThat(task.problem()).contains("at most 100 levels");
    }

    @Test
    void aTaskThatIsTooLargeKeepsOnlyWhatItIsCalledAndWhoseItIs() {
        ProbeTask task = TaskReader.read(new JsonObject()
                        .put("id", 1)
                        .put("name", "n".repeat(2 << 20))
                        .put("type", "http")
                        .put("target", "http://h/")
                        .put("interval", 5)
                        .put("agent_ids", new JsonArray().add("a")))
                .orElseThrow();
        assertThat(task.problem()).contains("larger than 1 MiB");
        assertThat(task.name()).isEqualTo("1");
        assertThat(task.target()).isEqualTo("http://h/");
        assertThat(task.agentIds()).containsExactly("a");
    }
}
