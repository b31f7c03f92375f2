package io.dialer.agent.probe.api.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisclosureTest {
    private static final String SECRET = "s3cret-0123456789";

    @Test
    void showsValuesOfEveryKindWithoutSecrets() {
        Disclosure disclosure = new Disclosure(new Redaction(List.of(SECRET, "4711")), 1_000);

        assertThat(disclosure.value(null)).isNull();
        assertThat(disclosure.value(true)).isEqualTo(true);
        assertThat(disclosure.value(5.5)).isEqualTo(5.5);
        assertThat(disclosure.value(4711)).isEqualTo("***");
        assertThat(disclosure.value("a " + SECRET)).isEqualTo("a ***");
        assertThat(disclosure.value(Map.of("password", "x", "in", List.of(SECRET, 1))))
                .isEqualTo(new JsonObject()
                        .put("password", "***")
                        .put("in", new JsonArray().add("***").add(1)));
        assertThat(disclosure.value(Arrays.asList(null, 4711)))
                .isEqualTo(new JsonArray().addNull().add("***"));
        assertThat(disclosure.value("open", true)).isEqualTo("***");
        assertThat(disclosure.value("", true)).isEqualTo("");
        assertThat(disclosure.value(null, true)).isNull();
        assertThat(disclosure.quoted("x".repeat(500), false)).hasSize(121).endsWith("…");
        assertThat(disclosure.fields(new JsonObject().put("ok_token", true).put("k" + SECRET, 1)))
                .isEqualTo(new JsonObject().put("ok_token", true).put("k***", 1));
    }

    @Test
    void cutsAnObjectToTheBeginningOfItsJson() {
        Disclosure disclosure = new Disclosure(new Redaction(List.of()), 10);

        assertThat(disclosure.value(Map.of("a", "x".repeat(100)))).isEqualTo("{\"a\":\"xxxx");
        assertThat(disclosure.value(Map.of("a", 1))).isEqualTo(new JsonObject().put("a", 1));
    }

    /** Wherever the cut of what was kept falls, also within the secret. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 16, 17, 18, 100, 200})
    void showsNoPartOfASecretThatWasCutOff(int before) {
        int shown = 50;
        String whole = "y".repeat(shown + (64 << 10) - before) + SECRET + "z".repeat(500);
        // Many secrets at the beginning shorten what is shown, so that its end comes near the cut.
        String shortened = SECRET.repeat((shown + (64 << 10)) / SECRET.length()) + SECRET + "z".repeat(500);
        Disclosure disclosure = new Disclosure(new Redaction(List.of(SECRET)), 1 << 20);

        for (String text : List.of(whole, shortened)) {
            CappedText body = disclosure.body(Excerpt.of(text, shown), "");
            assertThat(body.cut()).isTrue();
            assertThat(body.text()).doesNotContain("s3c");
        }
    }
}
