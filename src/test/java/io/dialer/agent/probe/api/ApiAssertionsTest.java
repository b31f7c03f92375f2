package io.dialer.agent.probe.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operator of both vocabularies on every source, over a real server. A row: source and place, operator, an expected
 * value that holds, one that does not; {@code -}: there is none.
 */
class ApiAssertionsTest {
    private static final String NONE = "-";

    private static final String EDITORS = """
            status  |                  | equals       | 200          | 201
            status  |                  | not_equals   | 201          | 200.0
            status  |                  | contains     | 20           | 3
            status  |                  | not_contains | 3            | 20
            status  |                  | startsWith   | 2            | 3
            status  |                  | endsWith     | 00           | 1
            status  |                  | greater_than | 199          | 200
            status  |                  | less_than    | 1e3          | 200
            status  |                  | regex        | ^2\\d\\d$    | ^[345]
            status  |                  | exists       |              | -
            status  |                  | not_exists   | -            |
            body    | $.code           | equals       | 0            | 1
            body    | $.ratio          | equals       | 1.5          | 1.51
            body    | $.name           | equals       | 张三         | 李四
            body    | name             | equals       | 张三         | name
            body    | data.items[1].tag | equals      | b            | a
            body    | $.ok             | equals       | true         | false
            body    | $.none           | equals       | null         | 0
            body    | $.data.items[0]  | equals       | {"tag": "a", "id": 7.0} | {"id": 7}
            body    | $.code           | not_equals   | 1            | 0
            body    | $.data.items[*].id | not_equals | 8            | 9
            body    | $.name           | contains     | 张           | 王
            body    | $.data.items[*].tag | contains  | b            | c
            body    |                  | contains     | "code": 0    | "code": 1
            body    | $.name           | not_contains | 王           | 三
            body    | $.name           | startsWith   | 张           | 三
            body    |                  | startsWith   | {"code"      | [
            body    | $.name           | endsWith     | 三           | 张
            body    | $.ratio          | greater_than | 1.4999       | 1.5
            body    | $.data.items[*].id | greater_than | 8          | 9
            body    | $.ratio          | less_than    | 1.51         | 1.50
            body    | $.name           | regex        | ^\\p{IsHan}+$ | [a-z]
            body    |                  | regex        | "id":\\s*9   | "id":\\s*8
            body    | $.none           | exists       |              | -
            body    | $.gone           | not_exists   |              | -
            body    | $.gone           | exists       | -            |
            body    | $.none           | not_exists   | -            |
            headers | X-Count          | equals       | 12           | 12.0
            headers | x-count          | not_equals   | 13           | 12
            headers | X-Name           | contains     | 中           | b
            headers | X-Name           | not_contains | b            | 中
            headers | Content-Type     | startsWith   | application/ | text/
            headers | Content-Type     | endsWith     | json         | xml
            headers | X-Count          | greater_than | 2            | 12
            headers | X-Count          | less_than    | 100          | 12
            headers | X-Count          | regex        | \\d{2}       | \\d{3}
            headers | X-Count          | exists       |              | -
            headers | X-Gone           | not_exists   |              | -
            headers | X-Gone           | exists       | -            |
            cookie  | lang             | equals       | zh-CN        | en
            cookie  | lang             | not_equals   | en           | zh-CN
            cookie  | lang             | contains     | zh           | en
            cookie  | lang             | not_contains | en           | zh
            cookie  | lang             | startsWith   | zh           | CN
            cookie  | lang             | endsWith     | CN           | zh
            cookie  | lang             | greater_than | -            | 1
            cookie  | lang             | less_than    | -            | 1
            cookie  | lang             | regex        | ^zh-         | ^en-
            cookie  | lang             | exists       |              | -
            cookie  | gone             | not_exists   |              | -
            cookie  | gone             | exists       | -            |
            time    |                  | equals       | -            | 0
            time    |                  | not_equals   | 0            | -
            time    |                  | contains     | .            | ,
            time    |                  | not_contains | ,            | .
            time    |                  | startsWith   | -            | x
            time    |                  | endsWith     | -            | x
            time    |                  | greater_than | 0            | 60000
            time    |                  | less_than    | 60000        | 0
            time    |                  | regex        | ^[0-9.]+$    | ^-
            time    |                  | exists       |              | -
            time    |                  | not_exists   | -            |
            size    |                  | equals       | {size}       | 1
            size    |                  | not_equals   | 1            | {size}
            size    |                  | contains     | 1            | x
            size    |                  | not_contains | x            | 1
            size    |                  | startsWith   | 1            | 9
            size    |                  | endsWith     | -            | x
            size    |                  | greater_than | 100          | {size}
            size    |                  | less_than    | 1000         | {size}
            size    |                  | regex        | ^\\d+$       | ^0
            size    |                  | exists       |              | -
            size    |                  | not_exists   | -            |
            """;

    private static final String AGENTS = """
            status_code | | equal        | 200      | 500
            status_code | | not_equal    | 500      | 200
            status_code | | greater_than | 100      | 200
            status_code | | less_than    | 300      | 200
            status_code | | contains     | 20       | 9
            status_code | | not_contains | 9        | 20
            status_code | | exists       |          | -
            status_code | | not_exists   | -        |
            status_code | | empty        | -        |
            status_code | | not_empty    |          | -
            status_code | | matches      | ^2       | ^4
            json_body   | $.code | equal | 0        | 1
            json_body   | code   | equal | 0        | 1
            json_body   | $.name | not_equal | x     | 张三
            json_body   | $.ratio | greater_than | 1 | 2
            json_body   | $.ratio | less_than | 2    | 1
            json_body   | $.name | contains | 三     | x
            json_body   | $.name | not_contains | x  | 三
            json_body   | $.code | exists |          | -
            json_body   | $.gone | exists | -        |
            json_body   | $.gone | not_exists |      | -
            json_body   | $.blank | empty |          | -
            json_body   | $.list | empty |           | -
            json_body   | $.name | empty | -         |
            json_body   | $.data | not_empty |       | -
            json_body   | $.list | not_empty | -     |
            json_body   | $.name | matches | ^张     | ^三
            text_body   | | equal        | -        | x
            text_body   | | not_equal    | x        | -
            text_body   | | contains     | "code": 0 | "code": 9
            text_body   | | not_contains | error    | code
            text_body   | | greater_than | -        | 1
            text_body   | | less_than    | -        | 1
            text_body   | | exists       |          | -
            text_body   | | not_exists   | -        |
            text_body   | | empty        | -        |
            text_body   | | not_empty    |          | -
            text_body   | | matches      | \\d+    | ^\\d
            headers | X-Count | equal        | 12    | 1
            headers | X-Count | not_equal    | 1     | 12
            headers | X-Count | greater_than | 11    | 12
            headers | X-Count | less_than    | 13    | 12
            headers | X-Name  | contains     | a     | b
            headers | X-Name  | not_contains | b     | a
            headers | X-Name  | exists       |       | -
            headers | X-Gone  | not_exists   |       | -
            headers | X-Empty | empty        |       | -
            headers | X-Name  | empty        | -     |
            headers | X-Name  | not_empty    |       | -
            headers | X-Name  | matches      | 中$   | ^中
            """;

    private static ApiBench bench;

    @BeforeAll
    static void open() throws Exception {
        bench = new ApiBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    static Stream<Arguments> rows() {
        return Stream.concat(rows(EDITORS, true), rows(AGENTS, false));
    }

    private static Stream<Arguments> rows(String table, boolean editors) {
        int size = ApiSite.JSON.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        return table.lines().map(line -> {
            String[] cells = line.replace("{size}", Integer.toString(size)).split("\\|", -1);
            return Arguments.of(
                    editors, cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip(), cells[4].strip());
        });
    }

    @ParameterizedTest(name = "{1} {2} {3}: {4}, not {5}")
    @MethodSource("rows")
    void holdsOrBreaks(boolean editors, String source, String place, String operator, String holds, String breaks) {
        if (!holds.equals(NONE)) {
            JsonObject step = judged(editors, source, place, operator, holds);
            assertThat(step.getString("status")).as(step.getString("message")).isEqualTo("success");
            assertThat(assertion(step).getBoolean("result")).isTrue();
        }
        if (!breaks.equals(NONE)) {
            JsonObject step = judged(editors, source, place, operator, breaks);
            assertThat(step.getString("status")).as("with " + breaks).isEqualTo("failed");
            assertThat(step.getString("failed_phase")).isEqualTo("check");
            assertThat(assertion(step).getBoolean("result")).isFalse();
            assertThat(assertion(step).getString("message")).isNotEmpty();
        }
    }

    private static JsonObject judged(boolean editors, String source, String place, String operator, String expected) {
        JsonObject assertion = editors
                ? new JsonObject()
                        .put("source", source)
                        .put("expression", place)
                        .put("operator", operator)
                        .put("expected", expected)
                : new JsonObject()
                        .put("source", source)
                        .put("property", place)
                        .put("comparison", operator)
                        .put("target", expected);
        JsonObject step = new JsonObject()
                .put("request", new JsonObject().put("url", "/json"))
                .put("assertions", List.of(assertion));
        return bench.run(new JsonObject().put("steps", List.of(step)), null)
                .measurement()
                .details()
                .getJsonArray("steps")
                .getJsonObject(0);
    }

    private static JsonObject assertion(JsonObject step) {
        return step.getJsonArray("assertions").getJsonObject(0);
    }
}
