package io.dialer.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocatedJsonTest {
    private static final String TEXT = """
            [
              {"id": 1, "config": {"timeout": 5, "headers": ["a", "b"]}},
              {
                "id": 12345678901,
                "share": 0.5, "on": true, "off": false, "none": null
              }
            ]
            """;

    @Test
    void readsEveryKindOfValue() throws Exception {
        assertThat(LocatedJson.read(TEXT).value())
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("id", 1)
                                .put(
                                        "config",
                                        new JsonObject()
                                                .put("timeout", 5)
                                                .put(
                                                        "headers",
                                                        new JsonArray().add("a").add("b"))))
                        .add(new JsonObject()
                                .put("id", 12_345_678_901L)
                                .put("share", 0.5)
                                .put("on", true)
                                .put("off", false)
                                .putNull("none")));
    }

    @Test
    void passesOverTheMarkThatSomeEditorsBeginWith() throws Exception {
        assertThat(LocatedJson.read("\uFEFF[1]").value()).isEqualTo(new JsonArray().add(1));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1, 1",
        "[0], 2, 3",
        "[0].config.timeout, 2, 35",
        "[0].config.headers[1], 2, 55",
        "[1].none, 5, 53",
        "[1].absent, 3, 3",
        "[1].absent.deeper[4], 3, 3"
    })
    void knowsThePlaceOfAValueOrOfWhatHoldsIt(String path, int line, int column) throws Exception {
        assertThat(LocatedJson.read(TEXT).place(path)).isEqualTo(new LocatedJson.Place(line, column));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"a\": 1,\n \"b\": hunter2}` | line 2, column 14",
                "`{\"a\": 1,\n \"a\": 2}` | line 2, column 5",
                "`[1]\n[2]` | line 2, column 1",
                "`[1,\n 2` | line 2, column 3",
                "`` | line 1, column 1",
                "`[1,,2]` | line 1, column 4",
            })
    void saysWhereAMistakeIsWithoutRepeatingTheText(String text, String place) {
        assertThatExceptionOfType(LocatedJson.Mistake.class)
                .isThrownBy(() -> LocatedJson.read(text))
                .satisfies(mistake -> assertThat(mistake.place()).hasToString(place))
                .satisfies(mistake ->
                        assertThat(mistake.getMessage()).isNotBlank().doesNotContain("hunter2", "Source", "\n"));
    }
}
