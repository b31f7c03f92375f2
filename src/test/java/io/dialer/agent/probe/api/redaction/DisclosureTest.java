package io.dialer.agent.probe.api.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.net.http.FormPairs;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

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

        assertThat(disclosure.value(Map.of("a", "x".repeat(2_000)))).isEqualTo("{\"a\":\"" + "x".repeat(4));
        assertThat(disclosure.value(Map.of("a", 1))).isEqualTo(new JsonObject().put("a", 1));
    }

    /** Wherever the cut falls, also within an escape, and whatever the text looks like. */
    @Test
    void showsNoPartOfASecretThatWasCutOff() {
        String secret = "s3c\"ret/ü😀-0123456789";
        Disclosure disclosure = new Disclosure(new Redaction(List.of(secret)), 1 << 20);
        String escaped = new JsonObject().put("v", "ab " + secret).encode();
        String fully =
                "{\"v\":\"ab " + secret.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining()) + "\"}";
        String twice = new JsonObject()
                .put("v", new JsonObject().put("w", "ab " + secret + secret).encode())
                .encode();
        for (String text : List.of(
                "text " + secret + " end",
                "q=ab&v=" + FormPairs.encoded(secret) + "&x=y",
                escaped,
                fully,
                twice,
                "{\"a\":\"" + secret.replace("\"", "\\\"") + " and " + secret.replace("\"", "\\\"") + "\"}",
                secret + secret + secret)) {
            for (int cut = 1; cut < text.length(); cut++) {
                String type = text.startsWith("q=") ? "application/x-www-form-urlencoded" : "";
                CappedText body = disclosure.body(Excerpt.of(text, cut), type);

                assertThat(body.cut()).isTrue();
                assertThat(body.text())
                        .as("%s, first %d", text, cut)
                        .doesNotContain("s3", "\\u0073\\u0033", "ret", "%C3%BC");
            }
        }
    }

    @Test
    void keepsTheBeginningWhereNoSecretBegins() {
        Disclosure disclosure = new Disclosure(new Redaction(List.of(SECRET)), 10);

        assertThat(disclosure.body(Excerpt.of("0123456789 and more", 10), "").text())
                .isEqualTo("0123456789");
    }
}
