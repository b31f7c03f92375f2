package io.dialer.agent.backend.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedTextTest {
    @Test
    void readsTasksByIdAndNamesTheNamelessAfterTheirTarget() throws Exception {
        Map<String, JsonObject> tasks = read("""
                [{"id": 7, "type": "tcp", "target": "a:1", "interval": 5},
                 {"id": "web", "name": "home", "type": "http", "target": "b", "interval": "2.5", "config": null}]""");

        assertThat(tasks).containsOnlyKeys("7", "web");
        assertThat(tasks.values()).extracting(task -> task.getString("name")).containsExactly("a:1", "home");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                   | line 1, column 1: is not a JSON array of tasks",
                "[{'id': 1,]                          | line 1, column 11: is not JSON: Unexpected character (']' (code 93)): was expecting double-quote to start field name",
                "[5]                                  | line 1, column 2: [0]: is not an object",
                "[{'name': 'x'}]                      | line 1, column 2: [0].id: null is not allowed; allowed: a whole number or a text",
                "[{'id': {}}]                         | line 1, column 9: [0].id: {} is not allowed; allowed: a whole number or a text",
                "[{'id': 1, 'target': 'a', 'interval': 5}] | line 1, column 2: [0].type: null is not allowed; allowed: a text that is not empty",
                "[{'id': 1, 'type': 'tcp', 'target': 'a',~'interval': 'abc'}] | line 2, column 13: [0].interval: 'abc' is not allowed; allowed: seconds, at least 1",
                "[{'id': 1, 'type': 'tcp', 'target': 'a', 'interval': 0}] | line 1, column 54: [0].interval: 0 is not allowed; allowed: seconds, at least 1",
                "[{'id': 1, 'type': 'tcp', 'target': 'a', 'interval': 5, 'config': 'x'}] | line 1, column 67: [0].config: what is written is not allowed; allowed: valid JSON",
                "[{'id': 1, 'type': 'tcp', 'target': 'a', 'interval': 5, 'agent_ids': 7}] | line 1, column 70: [0].agent_ids: 7 is not allowed; allowed: a list of agent ids",
                "[{'id': 1, 'type': 'tcp', 'target': 'a', 'interval': 5, 'enabled': 'no'}] | line 1, column 68: [0].enabled: 'no' is not allowed; allowed: true or false",
                "[{'id': 1, 'type': 'tcp', 'target': 'a', 'interval': 5},~{'id': '1', 'type': 'tcp', 'target': 'a', 'interval': 5}] | line 2, column 8: [1].id: '1' is not allowed; allowed: an id that no other task of the file has",
            })
    void refusesTheWholeFileWithLineAndField(String text, String message) {
        assertThatExceptionOfType(SeedText.Broken.class)
                .isThrownBy(() -> read(text.replace('~', '\n').replace('\'', '"')))
                .satisfies(
                        broken -> assertThat(String.valueOf(broken.getMessage()).replace('"', '\''))
                                .isEqualTo(message));
    }

    @Test
    void refusesAnotherEncodingThanUtf8() {
        byte[] gbk = "[{\"name\": \"拨测\"}]".getBytes(Charset.forName("GBK"));

        assertThatExceptionOfType(SeedText.Broken.class)
                .isThrownBy(() -> SeedText.read(gbk))
                .withMessage("is not UTF-8");
    }

    private static Map<String, JsonObject> read(String text) throws SeedText.Broken {
        return SeedText.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void namesEveryProblemAtOnce() {
        assertThatExceptionOfType(SeedText.Broken.class)
                .isThrownBy(() -> read("[{\"id\": 1},\n{\"id\": 2}]"))
                .withMessageContaining("line 1")
                .withMessageContaining("line 2");
    }
}
