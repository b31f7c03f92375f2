package io.dialer.agent.probe.api.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.JsonValues;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.api.redaction.Disclosure;
import io.dialer.agent.probe.api.redaction.Redaction;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractionTest {
    private static final Messages ENGLISH = new Messages(Locale.ENGLISH);

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "body | $.token | t-1",
                "body | $.code | 0",
                "body | $.none | null",
                "body | $.data.items[*].id | 7",
                "body | $.data.items[0] | {\"id\":7,\"tag\":\"a\"}",
                "body | token | t-1",
                "body | data.items[1].tag | b",
                "body | \"token\":\\s*\"([^\"]+)\" | t-1",
                "body | t-\\d | t-1",
                "json_body | $.name | 张三",
                "json_body | data.items[0].id | 7",
                "text_body | \"code\": (\\d+) | 0",
                "text_body | (zzz)?\"ok\" | \"ok\"",
                "headers | x-count | 12",
                "headers | Via | one",
                "status | '' | 200",
                "status_code | '' | 200",
                "cookie | session | s-9",
                "url | '' | https://example.org/users/42?tab=a",
                "url | users/(\\d+) | 42"
            })
    void takesAValueFromAnAnswer(String source, String expression, String value) {
        ExtractionResult result = Extraction.of(source, expression, "$v").extract(Answers.json(), Answers.soon());

        assertThat(result.success()).isTrue();
        assertThat(JsonValues.text(result.value())).isEqualTo(value);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "body | $.missing | nothing at",
                "body | $.[ | not a JSONPath",
                "body | missing.deeper | nothing at",
                "json_body | $.token.x | body",
                "text_body | zzz | matches nothing",
                "text_body | ( | not a regular expression",
                "headers | X-None | no header X-None",
                "cookie | other | no cookie other",
                "url | \\?page=(\\d) | matches nothing"
            })
    void saysWhyThereIsNone(String source, String expression, String reason) {
        ExtractionResult result = Extraction.of(source, expression, "$v").extract(Answers.json(), Answers.soon());

        assertThat(result.success()).isFalse();
        assertThat(result.value()).isNull();
        assertThat(ENGLISH.text(result.message())).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({"token, token", "user.name, user.name", "(\\d+), 17"})
    void readsAnExpressionWithoutADollarAsARegexWhereTheAnswerIsNoJson(String expression, String value) {
        ExtractionResult result =
                Extraction.of("body", expression, "$v").extract(Answers.of("token user.name 17"), Answers.soon());

        assertThat(result.value()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"time", "size", "header", "xml"})
    void refusesASourceThatNobodyKnows(String source) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> Extraction.of(source, "", "$v"))
                .withMessageContaining(
                        "allowed: status, status_code, body, json_body, text_body, headers, cookie, url");
    }

    @Test
    void isReportedUnderEveryNameThatIsRead() {
        assertThat(shown("$.code", "$code")).isEqualTo(Answers.object("""
                        {'source': 'body', 'expression': '$.code', 'variable_name': '$code', 'success': true,
                         'message': 'variable extracted', 'value': 0, 'extracted_value': 0}"""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$.token | $t",
                "$.name | $password",
                "\"token\": \"([^\"]+) | $t",
                "token | $t",
                "$.name | $apiKey"
            })
    void showsNoValueThatIsConfidentialByItsPlaceOrItsName(String expression, String name) {
        JsonObject json = shown(expression, name);

        assertThat(json.getBoolean("success")).isTrue();
        assertThat(json.getString("value")).isEqualTo("***");
        assertThat(json.getString("extracted_value")).isEqualTo("***");
    }

    private static JsonObject shown(String expression, String name) {
        return Extraction.of("body", expression, name)
                .extract(Answers.json(), Answers.soon())
                .toJson(ENGLISH, new Disclosure(new Redaction(List.of()), 16_384));
    }
}
