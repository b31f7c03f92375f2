package io.dialer.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void takesTheTasksOwnOverTheDefaultsAndNullAsAbsent() {
        Options options = new Options(json("{'a': 1, 'b': null}"), json("{'a': 2, 'b': 3}"));

        assertThat(options.integer("a", 0, 0, 9)).isEqualTo(1);
        assertThat(options.integer("b", 0, 0, 9)).isEqualTo(3);
        assertThat(options.integer("c", 7, 0, 9)).isEqualTo(7);
    }

    @Test
    void readsNumbersAndFlagsFromTexts() {
        Options options = of("{'n': ' 5 ', 's': '1.5', 'f': 'True', 'whole': 3.0}");

        assertThat(options.integer("n", 0, 0, 9)).isEqualTo(5);
        assertThat(options.seconds("s", 0, 0, 9)).isEqualTo(Duration.ofMillis(1_500));
        assertThat(options.flag("f", false)).isTrue();
        assertThat(options.integer("whole", 0, 0, 9)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "'x'", "10", "-1", "true", "{}", "1e999", "'1e-999999999'", "'1e999999999'", "''"})
    void refusesWhatIsNoSuchNumber(String value) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> of("{'n': " + value + "}").integer("n", 0, 0, 9))
                .withMessageContaining("n: ")
                .withMessageContaining("a whole number from 0 to 9");
    }

    @Test
    void readsPairsInBothForms() {
        assertThat(of("{'h': {'A': 'x', 'B': 2}}").pairs("h"))
                .containsExactly(Map.entry("A", "x"), Map.entry("B", "2"));
        assertThat(of("{'h': [{'key': 'A', 'value': 'x'}, {'key': 'A'}]}").pairs("h"))
                .containsExactly(Map.entry("A", "x"), Map.entry("A", ""));
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> of("{'h': [{'value': 'x'}]}").pairs("h"));
    }

    @Test
    void listsWhatNobodyAskedFor() {
        Options options = of("{'known': 1, 'odd': 2, 'statusAlertConfig': {}, 'other': 3}");
        options.has("known");

        assertThat(options.unknown()).isEqualTo(List.of("odd", "other"));
    }

    @Test
    void listsWhatNobodyAskedForWithinAGroup() {
        Options options = of("{'auth': {'type': 'basic', 'user': 'u'}}");
        Options auth = Objects.requireNonNull(options.group("auth"));
        auth.has("type");
        options.group("auth");

        assertThat(options.unknown()).isEqualTo(List.of("auth.user"));
    }

    private static Options of(String text) {
        return new Options(json(text), new JsonObject());
    }

    private static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }
}
