package io.dialer.agent.probe.api.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.dialer.agent.probe.ConfidentialNames;
import io.dialer.agent.probe.net.http.FormPairs;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String SECRET = "p4ß \"w\\/+&=";
    private static final Redaction BY_NAME = new Redaction(List.of());
    private static final Redaction BY_VALUE = new Redaction(List.of(SECRET, "abc", ""), List.of("ann", "bob"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "authorization",
                "Cookie",
                "Set-Cookie",
                "X-API-Key",
                "Proxy-Authorization",
                "X-Auth-Token"
            })
    void masksTheWholeValueOfAConfidentialHeader(String name) {
        assertThat(new Disclosure(BY_NAME, 100)
                        .fields(new JsonObject().put(name, "v w").put("Accept", "*/*")))
                .isEqualTo(new JsonObject().put(name, "***").put("Accept", "*/*"));
    }

    @ParameterizedTest
    @CsvSource({
        "password, true",
        "passwd, true",
        "pwd, true",
        "secret, true",
        "token, true",
        "access_token, true",
        "refresh_token, true",
        "client_secret, true",
        "api_key, true",
        "apikey, true",
        "authorization, true",
        "PassWord, true",
        "newPassword, true",
        "user[password], true",
        "token[], true",
        "x-api-key, true",
        "id_token, true",
        "token_type, false",
        "total_tokens, false",
        "user, false",
        "secretary, false",
        "'', false",
    })
    void knowsConfidentialNames(String name, boolean confidential) {
        assertThat(ConfidentialNames.include(name)).isEqualTo(confidential);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://h/p?a=1&access_token=x%20y&b=2 | http://h/p?a=1&access_token=***&b=2",
                "http://h/p?access%5Ftoken=x           | http://h/p?access%5Ftoken=***",
                "http://h/p?token=x#secret=y&z=1       | http://h/p?token=***#secret=***&z=1",
                "http://u:p@h/a@b                      | http://***@h/a@b",
                "https://u:p@w@h/                      | https://***@h/",
                "http://h/p?token=                     | http://h/p?token=",
                "/p;password=x?q                       | /p;password=***",
                "http://[::1]:80/a//b                  | http://[::1]:80/a//b",
            })
    void masksParametersAndUserInfoOfUrls(String url, String shown) {
        assertThat(BY_NAME.text(url)).isEqualTo(shown);
    }

    @Test
    void masksTheFieldsOfAForm() {
        assertThat(BY_NAME.body("user=a&password=x y'z,;&b&client%5Fsecret=s&=&", "application/x-www-form-urlencoded"))
                .isEqualTo("user=a&password=***&b&client%5Fsecret=***&=&");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"password\": \"x\", \"a\" : [1, true]}  | {\"password\": \"***\", \"a\" : [1, true]}",
                "[{\"token\":12.5e3},{\"pwd\":null},{\"secret\":false}] "
                        + "| [{\"token\":\"***\"},{\"pwd\":null},{\"secret\":false}]",
                "{\"token\":{\"id\":[\"]\\\"}\"]},\"b\":1}    | {\"token\":\"***\",\"b\":1}",
                "{\"secret\" : [1,[2]] ,\"b\":1}              | {\"secret\" : \"***\" ,\"b\":1}",
                "{\"pass\\u0077ord\":\"x\"}                   | {\"pass\\u0077ord\":\"***\"}",
                "{\"url\":\"http://u:p@h/?token=x\"}          | {\"url\":\"http://***@h/?token=***\"}",
                "{\"body\":\"{\\\"password\\\":\\\"x\\\"}\"}  | {\"body\":\"{\\\"password\\\":\\\"***\\\"}\"}",
                "{\"a\":\"token\",\"b\":\"\\ud83d\\ude00\"}   | {\"a\":\"token\",\"b\":\"\\ud83d\\ude00\"}",
            })
    void masksTheFieldsOfJsonAndLeavesTheRestAsItIs(String json, String shown) {
        assertThat(BY_NAME.body(json, "application/json")).isEqualTo(shown);
        assertThatCode(() -> Json.decodeValue(shown)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"token\":\"x                       | {\"a\":1,\"token\":\"***\"",
                "{\"token\":{\"a\":[\"x\"                     | {\"token\":\"***\"",
                "[12:00] password=x y                         | [12:00] password=*** y",
                "callback({\"token\":\"x\",\"b\":1})          | callback({\"token\":\"***\",\"b\":1})",
                "log: {'password': 'it', 'b': 1}              | log: {'password': '***', 'b': 1}",
                "log: {\\\"pwd\\\":\\\"x\\\",\\\"b\\\":1}     | log: {\\\"pwd\\\":\\\"***\\\",\\\"b\\\":1}",
                "Authorization: Bearer x                      | Authorization: ***",
                "<a href=\"/?token=x\">                       | <a href=\"/?token=***\">",
                "no password here: none                       | no password here: none",
            })
    void masksWhatIsNoWholeJsonAsFarAsItGoes(String text, String shown) {
        assertThat(BY_NAME.text(text)).isEqualTo(shown);
    }

    @Test
    void findsASecretInEveryForm() {
        String strict = FormPairs.encoded(SECRET);
        for (String form : List.of(
                SECRET,
                strict,
                strict.toLowerCase(Locale.ROOT).replace("p4%c3%9f", "p4%c3%9F"),
                URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
                "p4%C3%9F%20\"w\\/+&=",
                Json.encode(SECRET).substring(1, Json.encode(SECRET).length() - 1),
                "p4\\u00df \\u0022w\\u005C\\/+&=",
                base64(SECRET),
                base64("ann:" + SECRET),
                base64("bob:" + SECRET),
                base64(SECRET + ":"),
                base64(":" + SECRET))) {
            String shown = BY_VALUE.text("x " + form + " y");

            assertThat(shown).as(form).matches("x \\*\\*\\*=* y");
        }
    }

    @Test
    void keepsJsonWholeWhereverASecretStands() {
        for (Object body : List.of(
                new JsonObject().put("a", "x" + SECRET + "y"),
                new JsonObject().put("n" + SECRET, 1),
                new JsonArray().add(base64("ann:" + SECRET)),
                new JsonObject().put("url", "http://h/?q=" + FormPairs.encoded(SECRET)),
                new JsonObject().put("in", new JsonObject().put("a", SECRET).encode()))) {
            String shown = BY_VALUE.body(Json.encode(body), "application/json");

            assertThatCode(() -> Json.decodeValue(shown)).as(shown).doesNotThrowAnyException();
            assertThat(shown).contains("***").doesNotContain("p4");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": 51234.5}        | 1234    | {\"a\": \"***\"}",
                "{\"a\": \"x\\nabc\"}    | nabc    | {\"a\": \"***\"}",
                "{\"k\":\"v\",\"b\":1}   | \"v\",\"b\" | \"***\"",
                "{\"a\":\"*\"}           | *       | \"***\"",
                "{\"a\":\"abcabcabc\"}   | abcabc  | {\"a\":\"***\"}",
                "[\"abc\", \"xabcdx\"]   | abc     | [\"***\", \"x***dx\"]",
            })
    void staysJsonWithAwkwardSecrets(String json, String secret, String shown) {
        assertThat(new Redaction(List.of(secret)).body(json, "")).isEqualTo(shown);
    }

    @Test
    void findsOverlappingSecretsWhole() {
        Redaction redaction = new Redaction(List.of("abcd", "cdef", "bc", "efx"));

        assertThat(redaction.text("_abcdefx_bc_cd")).isEqualTo("_***_***_cd");
    }

    @Test
    void findsWhatASimpleSearchFinds() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<String> secrets = random.ints(4, 1, 5)
                    .mapToObj(length -> word(random, length))
                    .toList();
            String text = word(random, 40);
            StringBuilder expected = new StringBuilder();
            boolean[] marked = new boolean[text.length()];
            for (String secret : secrets) {
                for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
                    Arrays.fill(marked, at, at + secret.length(), true);
                }
            }
            for (int at = 0; at < marked.length; at++) {
                expected.append(!marked[at] ? text.substring(at, at + 1) : at > 0 && marked[at - 1] ? "" : "***");
            }

            assertThat(new Redaction(secrets).plain(text))
                    .as("seed %d, %s", seed, secrets)
                    .isEqualTo(expected.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "&",
                "=",
                "\"",
                "{",
                "[",
                "\\",
                "\\\"",
                "{\"token\":",
                "token=",
                "//",
                "//a@",
                "%",
                "%41",
                "\"a\":",
                ":",
                "' ",
                "\n",
                "a=a&",
                "\"\\\\\\\"",
                "http://a:",
                "token='"
            })
    @Timeout(20)
    void takesTimeInProportionToHostileText(String unit) {
        Redaction redaction = new Redaction(List.of("a".repeat(3000) + "b", "&".repeat(50), SECRET));
        String text = unit.repeat(2_000_000 / unit.length());

        assertThat(redaction.body(text, "")).isNotNull();
        assertThat(redaction.body("{" + text, "")).isNotNull();
        assertThat(redaction.body(text, "application/x-www-form-urlencoded")).isNotNull();
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        random.ints(length, 'a', 'c' + 1).forEach(letter -> word.append((char) letter));
        return word.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
