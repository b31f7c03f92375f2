package io.dialer.agent.probe.api.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.api.redaction.Disclosure;
import io.dialer.agent.probe.api.redaction.Redaction;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssertionTest {
    private static final Messages ENGLISH = new Messages(Locale.ENGLISH);
    private static final Disclosure EVERYTHING = new Disclosure(new Redaction(List.of()), 16_384);

    @ParameterizedTest(name = "{0} {1} {2} {3}: {4}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "status | - | equals | 200 | true",
                "status | - | equals | 200.0 | true",
                "status | - | equals | 404 | false",
                "status | - | equals | '' | false",
                "status | - | not_equals | 404 | true",
                "status | - | not_equals | 200 | false",
                "status | - | contains | 20 | true",
                "status | - | not_contains | 5 | true",
                "status | - | startsWith | 2 | true",
                "status | - | endsWith | 04 | false",
                "status | - | greater_than | 199 | true",
                "status | - | greater_than | 200 | false",
                "status | - | less_than | 1000 | true",
                "status | - | less_than | 30 | false",
                "status | - | less_than | abc | false",
                "status | - | regex | ^2\\d\\d$ | true",
                "status | - | exists | '' | true",
                "status | - | not_exists | '' | false",
                "body | $.code | equals | 0 | true",
                "body | $.ratio | equals | 1.5 | true",
                "body | $.ratio | greater_than | 1.49 | true",
                "body | $.name | equals | 张三 | true",
                "body | $.ok | equals | true | true",
                "body | $.none | equals | null | true",
                "body | $.none | exists | '' | true",
                "body | $.missing | exists | '' | false",
                "body | $.missing | not_exists | '' | true",
                "body | $.missing | not_equals | x | false",
                "body | $.missing | not_contains | x | false",
                "body | $.token | startsWith | t- | true",
                "body | $.token | endsWith | -1 | true",
                "body | $.token | regex | ^t-\\d$ | true",
                "body | $.token | regex | ^x | false",
                "body | $.sizes | contains | 2 | true",
                "body | $.sizes | contains | 4 | false",
                "body | $.sizes | equals | [1,2,\"3\"] | true",
                "body | $.data.items[*].id | equals | 9 | true",
                "body | $.data.items[*].id | equals | 8 | false",
                "body | $.data.items[*].id | not_equals | 8 | true",
                "body | $.data.items[*].id | not_equals | 9 | false",
                "body | $..nothing | exists | '' | false",
                "body | $..nothing | not_exists | '' | true",
                "body | $.data.items.length() | equals | 2 | true",
                "body | data.items[0].id | equals | 7 | true",
                "body | data.items[1].tag | equals | b | true",
                "body | \"name\": \"(.*?)\" | equals | 张三 | true",
                "body | no-such-\\w+\\! | exists | '' | false",
                "body | no-such-\\w+\\! | not_exists | '' | true",
                "body | - | contains | t-1 | true",
                "body | - | not_contains | error | true",
                "body | - | regex | \"code\":\\s*0 | true",
                "headers | content-type | equals | application/json | true",
                "headers | CONTENT-TYPE | contains | json | true",
                "headers | X-Count | greater_than | 2 | true",
                "headers | X-Count | equals | 12 | true",
                "headers | Via | equals | two | true",
                "headers | Via | not_equals | two | false",
                "headers | X-None | exists | '' | false",
                "headers | X-None | not_exists | '' | true",
                "headers | - | contains | X-Count | true",
                "cookie | session | equals | s-9 | true",
                "cookie | Session | exists | '' | false",
                "cookie | other | not_exists | '' | true",
                "time | - | less_than | 200 | true",
                "time | - | greater_than | 123.4 | true",
                "time | - | less_than | 100 | false",
                "size | - | equals | 2048 | true",
                "size | - | greater_than | 4096 | false",
                "body | $.list | empty | '' | true",
                "body | $.token | not_empty | '' | true"
            })
    void holdsInTheEditorsVocabulary(String source, String expression, String operator, String expected, boolean held) {
        JsonObject written = new JsonObject()
                .put("source", source)
                .put("expression", expression)
                .put("operator", operator)
                .put("expected", expected);

        assertThat(judged(written).held()).isEqualTo(held);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'source': 'status_code', 'comparison': 'equal', 'target': 200} | true",
                "{'source': 'status_code', 'target': '200'} | true",
                "{'source': 'status_code', 'comparison': 'not_equal', 'target': 200} | false",
                "{'source': 'status_code', 'comparison': 'greater_than', 'target': 199} | true",
                "{'source': 'status_code', 'comparison': 'less_than', 'target': 199} | false",
                "{'source': 'json_body', 'property': '$.code', 'comparison': 'equal', 'target': 0} | true",
                "{'source': 'json_body', 'property': 'data.items[0].id', 'target': 7} | true",
                "{'source': 'json_body', 'property': 'ok', 'target': true} | true",
                "{'source': 'json_body', 'property': '$.sizes', 'target': [1, 2, '3']} | true",
                "{'source': 'json_body', 'property': '$.data.items[0]', 'target': {'tag': 'a', 'id': 7.0}} | true",
                "{'source': 'json_body', 'property': '$.data.items[0]', 'target': {'tag': 'b', 'id': 7}} | false",
                "{'source': 'json_body', 'property': '$.token', 'comparison': 'contains', 'target': '-'} | true",
                "{'source': 'json_body', 'property': '$.sizes', 'comparison': 'not_contains', 'target': 9} | true",
                "{'source': 'json_body', 'property': '$.token', 'comparison': 'exists'} | true",
                "{'source': 'json_body', 'property': '$.gone', 'comparison': 'not_exists'} | true",
                "{'source': 'json_body', 'property': '$.blank', 'comparison': 'empty'} | true",
                "{'source': 'json_body', 'property': '$.list', 'comparison': 'empty'} | true",
                "{'source': 'json_body', 'property': '$.none', 'comparison': 'empty'} | true",
                "{'source': 'json_body', 'property': '$.code', 'comparison': 'empty'} | false",
                "{'source': 'json_body', 'property': '$.gone', 'comparison': 'empty'} | false",
                "{'source': 'json_body', 'property': '$.list', 'comparison': 'not_empty'} | false",
                "{'source': 'json_body', 'property': '$.code', 'comparison': 'not_empty'} | true",
                "{'source': 'json_body', 'property': '$.data.items[*].tag', 'comparison': 'not_empty'} | true",
                "{'source': 'json_body', 'property': '$.token', 'comparison': 'matches', 'target': '^t'} | true",
                "{'source': 'json_body', 'comparison': 'contains', 'target': 'token'} | true",
                "{'source': 'text_body', 'comparison': 'contains', 'target': 't-1'} | true",
                "{'source': 'text_body', 'property': 'ignored', 'comparison': 'matches', 'target': 'code'} | true",
                "{'source': 'text_body', 'comparison': 'not_empty'} | true",
                "{'source': 'headers', 'property': 'x-count', 'comparison': 'greater_than', 'target': 11} | true",
                "{'source': 'headers', 'property': 'x-none', 'comparison': 'not_equal', 'target': 'a'} | false",
                "{'source': 'headers', 'comparison': 'not_empty'} | true"
            })
    void holdsInTheFirstAgentsVocabulary(String written, boolean held) {
        assertThat(judged(Answers.object(written)).held()).isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'source': 'body', 'expression': '$.[', 'operator': 'not_exists'} | not a JSONPath",
                "{'source': 'body', 'expression': '$..a..b', 'operator': 'exists'} | one .. at most",
                "{'source': 'body', 'expression': '$[?(@.a =~ /x/)]', 'operator': 'exists'} | =~",
                "{'source': 'body', 'expression': '$.name.sum()', 'operator': 'equals'} | cannot be followed",
                "{'source': 'body', 'expression': '(', 'operator': 'not_exists'} | not a regular expression",
                "{'source': 'status', 'operator': 'regex', 'expected': '['} | not a regular expression",
                "{'source': 'body', 'expression': '$.gone', 'operator': 'equals', 'expected': '1'} | nothing at",
                "{'source': 'headers', 'expression': 'X-None', 'operator': 'equals'} | no header X-None",
                "{'source': 'cookie', 'expression': 'other', 'operator': 'equals'} | no cookie other",
                "{'source': 'status', 'operator': 'less_than', 'expected': 'x'} | cannot compare 200 with \"x\"",
                "{'source': 'status', 'operator': 'equals', 'expected': '500'} | status must be equals \"500\", found 200"
            })
    void failsWithItsReason(String written, String reason) {
        AssertionResult result = judged(Answers.object(written));

        assertThat(result.held()).isFalse();
        assertThat(result.message(ENGLISH, EVERYTHING)).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "", "null", "{\"cut\": ", "{} trailing"})
    void failsAJsonPathOnWhatIsNoJson(String body) {
        Assertion assertion = Assertion.from(
                Answers.options("{'source': 'json_body', 'property': '$.a', 'comparison': 'not_exists'}"));

        AssertionResult result = assertion.judge(Answers.of(body), Answers.soon());

        assertThat(result.held()).isFalse();
        assertThat(result.message(ENGLISH, EVERYTHING)).contains("not JSON");
    }

    @Test
    void endsAnExpressionThatBacktracks() {
        Assertion assertion = Assertion.from(
                Answers.options("{'source': 'body', 'operator': 'regex', 'expected': '^(a|aa)+\\\\1z$'}"));

        AssertionResult result = assertion.judge(Answers.of("a".repeat(60)), Answers.soon());

        assertThat(result.held()).isFalse();
        assertThat(result.message(ENGLISH, EVERYTHING)).contains("too many steps");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'source': 'bdy'} | source: \"bdy\" is not allowed; allowed: status, status_code, body",
                "{'source': 'url'} | source: \"url\"",
                "{'operator': 'is'} | operator: \"is\"",
                "{'comparison': '>='} | comparison: \">=\"",
                "{'enableAlert': true, 'alertCondition': 'never'} | alertCondition: \"never\"",
                "{'enableAlert': 'maybe'} | enableAlert: \"maybe\""
            })
    void isRefusedWithWhatIsAllowed(String written, String message) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> Assertion.from(Answers.options(written)))
                .withMessageContaining(message);
    }

    @Test
    void isReportedUnderEveryNameThatIsRead() {
        JsonObject json = judged(
                        Answers.object(
                                "{'source': 'json_body', 'property': '$.code', 'comparison': 'equal', 'target': 5, 'enableAlert': true}"))
                .toJson(ENGLISH, EVERYTHING, Instant.parse("2026-11-23T13:00:00.123456Z"));

        assertThat(json).isEqualTo(Answers.object("""
                        {'source': 'json_body', 'comparison': 'equal', 'operator': 'equals', 'type': 'json',
                         'property': '$.code', 'target': 5, 'expected': 5, 'result': false,
                         'message': 'json_body $.code must be equals 5, found 0', 'actual_value': 0, 'actual': 0,
                         'alert': {'type': 'assertion_alert', 'source': 'json_body', 'property': '$.code',
                          'comparison': 'equal', 'expected': 5, 'actual': 0, 'condition': 'not_match',
                          'message': 'assertion alert: json_body $.code must be equals 5, found 0',
                          'timestamp': '2026-11-23T13:00:00.123456Z'}}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "true, , 200, false",
        "true, , 500, true",
        "true, not_match, 500, true",
        "true, match, 200, true",
        "true, match, 500, false",
        "false, match, 200, false"
    })
    void carriesAnAlarmWhereItsConditionFits(boolean enabled, String condition, String expected, boolean alarm) {
        JsonObject written = new JsonObject()
                .put("expected", expected)
                .put("enableAlert", enabled)
                .put("alertCondition", condition);

        assertThat(judged(written).toJson(ENGLISH, EVERYTHING, Instant.EPOCH).containsKey("alert"))
                .isEqualTo(alarm);
    }

    @Test
    void endsAtItsDeadline() {
        Assertion assertion =
                Assertion.from(Answers.options("{'source': 'body', 'operator': 'regex', 'expected': '(x+x+)+y'}"));
        long before = System.nanoTime();

        assertThat(assertion
                        .judge(Answers.of("x".repeat(5_000)), Deadline.in(Duration.ofMillis(1)))
                        .held())
                .isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    private static AssertionResult judged(JsonObject written) {
        return Assertion.from(new Options(written, new JsonObject())).judge(Answers.json(), Answers.soon());
    }
}
