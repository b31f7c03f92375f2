package io.dialer.agent.probe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.SystemVariable;
import io.dialer.agent.probe.api.answer.Answers;
import io.dialer.agent.probe.api.answer.Extraction;
import io.dialer.agent.probe.api.request.ResolvedRequest;
import io.dialer.agent.probe.api.request.Variables;
import io.dialer.agent.probe.api.signin.SignIn;
import io.dialer.agent.probe.net.http.HopLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionReaderTest {
    private static final String TARGET = "http://api.example/v1";

    @Test
    void readsTheEditorsVocabulary() {
        Transaction read = read("""
                {'initialVariables': [{'name': '$user', 'value': 'ann'}, {'name': '', 'value': ''}],
                 'authentications': [{'type': 'basic', 'username': 'u', 'password': 'p'}],
                 'steps': [{'step_id': 's1', 'name': 'sign in', 'fail_fast': true, 'alerts': {'allowedStatusCodes': '200'},
                   'request': {'method': 'post', 'url': 'login', 'headers': [{'key': 'A', 'value': '$user'}, {'key': '', 'value': ''}],
                     'urlParameters': [{'key': 'q', 'value': 'a b&$user'}], 'params': [{'key': 'q', 'value': 'a b&$user'}],
                     'body': 'u=$user', 'contentType': 'application/json'},
                   'variables': [{'name': '$token', 'source': 'body', 'expression': '$.token'}, {'name': '', 'expression': ''}],
                   'assertions': [{'source': 'status', 'operator': 'equals', 'expected': '200', 'alertLevel': 'info'}]},
                  {'always': true, 'request': {'url': 'http://other/x'}}]}""");

        Step step = read.steps().getFirst();
        assertThat(step.place()).isEqualTo("steps[0] (sign in)");
        assertThat(step.id()).isEqualTo("s1");
        assertThat(step.failFast()).isTrue();
        assertThat(step.always()).isFalse();
        assertThat(read.steps().get(1).always()).isTrue();
        assertThat(step.extractions()).extracting(Extraction::name).containsExactly("$token");
        assertThat(step.assertions()).hasSize(1);
        assertThat(read.signIn()).isEqualTo(new SignIn.Basic("u", "p"));
        assertThat(read.timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(read.warnings())
                .containsExactly(
                        "initialVariables[1].name: empty, left out",
                        "steps[0] (sign in).variables[1].name: empty, left out");

        ResolvedRequest request = read.resolve(step, read.variables(List.of()));
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.url()).hasToString("http://api.example/v1/login?q=a%20b%26ann");
        assertThat(request.headers()).containsExactly(Map.entry("A", "ann"));
        assertThat(request.body()).isEqualTo("u=ann");
        assertThat(request.contentType()).isEqualTo("application/json");
        assertThat(request.unknown()).isEmpty();
    }

    @Test
    void readsTheFirstAgentsVocabulary() {
        Transaction read = read("""
                {'variables': [{'name': '$user', 'value': 'ann'}], 'timeout': '5',
                 'steps': [{'step_id': 's1', 'request': {'method': 'PUT', 'url': 'https://h/x?k=1',
                     'headers': {'A': 'b'}, 'params': [{'key': 'p', 'value': '$none'}],
                     'body': {'type': 'json', 'content': {'u': '$user', 'n': 1}},
                     'timeout': {'connect': 2, 'read': 7.5}, 'ssl_verify': false, 'ssl_cert': 'c.pem', 'ssl_key': 'k.pem',
                     'auth': {'type': 'bearer', 'token': '$user'}},
                   'extract': [{'variable_name': '$t', 'source': 'headers', 'expression': 'X-T'}],
                   'assertions': [{'source': 'status_code', 'comparison': 'equal', 'target': 200}]}]}""");

        Step step = read.steps().getFirst();
        ResolvedRequest request = read.resolve(step, read.variables(List.of()));
        assertThat(request.url()).hasToString("https://h/x?k=1&p=%24none");
        assertThat(request.body()).isEqualTo("{\"u\":\"ann\",\"n\":1}");
        assertThat(request.contentType()).isEqualTo("application/json");
        assertThat(request.signIn()).isEqualTo(new SignIn.Bearer("ann"));
        assertThat(request.unknown()).containsExactly("$none");
        assertThat(step.request().limits()).isEqualTo(new HopLimits(Duration.ofSeconds(2), Duration.ofMillis(7_500)));
        assertThat(step.request().timeout()).isNull();
        assertThat(step.request().verify()).isFalse();
        assertThat(step.request().certificateFile()).isEqualTo("c.pem");
        assertThat(step.extractions().getFirst().source()).isEqualTo("headers");
        assertThat(step.name()).isEqualTo("s1");
        assertThat(read.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(read.warnings()).isEmpty();
    }

    @Test
    void passesOverWhatTheBackendWritesForItself() {
        assertThat(read("{'steps': [{'request': {'url': '/'}}], 'apiSteps': [], 'authentication': {'type': 'none'}}")
                        .warnings())
                .isEmpty();
        assertThat(read("{'steps': [{'request': {'url': '/'}}], 'authentication': {'type': 'basic', 'password': 's3'}}")
                        .warnings())
                .containsExactly("authentication: not used; allowed: authentications, a list");
    }

    @Test
    void limitsTheWholeStepByANumber() {
        Step step = read("{'steps': [{'request': {'url': '/', 'timeout': '2.5', 'max_redirects': 3}}]}")
                .steps()
                .getFirst();

        assertThat(step.request().timeout()).isEqualTo(Duration.ofMillis(2_500));
        assertThat(step.request().limits()).isNull();
        assertThat(step.request().maxRedirects()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | steps: null is not allowed; allowed: a list of at least one step",
                "{'steps': []} | steps: []",
                "{'steps': 'x'} | steps: what is written is not allowed",
                "{'steps': [5]} | steps[0]: 5 is not allowed; allowed: an object with a request",
                "{'steps': [{}]} | steps[0].request.url: null",
                "{'steps': [{'name': 'a', 'request': {}}]} | steps[0] (a).request.url: null",
                "{'steps': [{'name': 'a', 'request': {'url': ' '}}]} | steps[0] (a).request.url: \" \"",
                "{'steps': [{'request': {'url': '/'}}, {'name': 'b', 'request': {'url': {}}}]} | steps[1] (b).request.url: {}",
                "{'steps': [{'request': 'GET /'}]} | steps[0].request: what is written is not allowed",
                "{'steps': [{'request': {'url': '/', 'method': 'G T'}}]} | steps[0].request.method: \"G T\"",
                "{'steps': [{'request': {'url': '/', 'method': 'connect'}}]} | steps[0].request.method: \"CONNECT\"",
                "{'steps': [{'request': {'url': '/', 'timeout': 'x'}}]} | steps[0].request.timeout: \"x\"",
                "{'steps': [{'request': {'url': '/', 'timeout': {'read': 0}}}]} | steps[0].request.timeout.read: 0",
                "{'steps': [{'request': {'url': '/', 'headers': 'secret'}}]} | steps[0].request.headers: what is written",
                "{'steps': [{'request': {'url': '/', 'body': ['secret']}}]} | steps[0].request.body: what is written",
                "{'steps': [{'request': {'url': '/', 'body': {'type': 'xml', 'content': 'a'}}}]} | steps[0].request.body.type: \"xml\"",
                "{'steps': [{'request': {'url': '/', 'auth': 'secret'}}]} | steps[0].request.auth: what is written",
                "{'steps': [{'request': {'url': '/', 'ssl_verify': 'x'}}]} | steps[0].request.ssl_verify: \"x\"",
                "{'steps': [{'request': {'url': '/'}, 'fail_fast': 'x'}]} | steps[0].fail_fast: \"x\"",
                "{'steps': [{'request': {'url': '/'}, 'assertions': [{}, {'source': 'x'}]}]} | steps[0].assertions[1].source: \"x\"",
                "{'steps': [{'request': {'url': '/'}, 'extract': [{'variable_name': 'a', 'source': 'x'}]}]} | steps[0].extract[0].source",
                "{'steps': [{'request': {'url': '/'}}], 'timeout': 0} | timeout: 0"
            })
    void namesStepAndField(String config, String message) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> read(config))
                .withMessageContaining(message)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("secret"));
    }

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource({
        "users, http://a, http://a/users",
        "/users, http://a/, http://a/users",
        "/users, http://a/v1, http://a/v1/users",
        "users?x=1, https://a:8443/v1/, https://a:8443/v1/users?x=1",
        "?x=1, http://a/v1?y=2, http://a/v1?x=1",
        "//b/c, https://a/v1, https://b/c",
        "HTTP://b/c, https://a/v1, http://b/c",
        "http://b/c#top, https://a/v1, http://b/c",
        "/用户, a.example, http://a.example/%E7%94%A8%E6%88%B7",
        "$host/x, http://a, https://h.example/x"
    })
    void appendsARelativeUrlToTheBase(String url, String target, String whole) {
        Transaction read =
                TransactionReader.read(target, Answers.options("{'steps': [{'request': {'url': '" + url + "'}}]}"));
        Variables variables = read.variables(List.of(new SystemVariable("host", "https://h.example", false, null)));

        assertThat(read.resolve(read.steps().getFirst(), variables).url()).hasToString(whole);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'body': 'raw $id' | raw 7 | ``",
                "'body': 'raw', 'contentType': 'text/plain' | raw | text/plain",
                "'body': {'type': 'text', 'content': 'héllo $id'} | héllo 7 | text/plain; charset=utf-8",
                "'body': {'type': 'json', 'content': '[$id]'} | [7] | application/json",
                "'body': {'content': ['$id', 2]} | [\"7\",2] | application/json",
                "'body': {'type': 'form', 'content': 'a=$id'} | a=7 | application/x-www-form-urlencoded",
                "'body': {'type': 'form', 'content': {'a b': '$id&', 'c': [1, 2]}} | a%20b=7%26&c=1&c=2 | application/x-www-form-urlencoded",
                "'body': {'type': 'form', 'content': [{'key': 'a', 'value': '张'}]} | a=%E5%BC%A0 | application/x-www-form-urlencoded",
                "'body': {} | `` | ``",
                "'body': '', 'contentType': 'application/json' | `` | ``",
                "'method': 'GET', 'body': 'x' | `` | ``",
                "'method': 'PATCH', 'body': 'x' | x | ``"
            })
    void sendsBodiesOfBothShapes(String fields, String body, String contentType) {
        Transaction read = TransactionReader.read(
                TARGET, Answers.options("{'steps': [{'request': {'url': '/', 'method': 'POST', " + fields + "}}]}"));

        ResolvedRequest request = read.resolve(read.steps().getFirst(), new Variables(Map.of("$id", 7), List.of()));

        assertThat(request.body()).isEqualTo(body);
        assertThat(request.contentType()).isEqualTo(contentType);
    }

    @Test
    void showsNoValueOfAVariableWhereARequestCannotBeMade() {
        Transaction read =
                read("{'steps': [{'name': 'a', 'request': {'url': 'http://$bad/x', 'headers': {'H': '$line'}}}]}");
        Step step = read.steps().getFirst();

        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> read.resolve(step, new Variables(Map.of("$bad", "s3 cret"), List.of())))
                .withMessageContaining("steps[0] (a).request.url: \"http://$bad/x\"");
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() ->
                        read.resolve(step, new Variables(Map.of("$bad", "h", "$line", "s3cret\r\nX: y"), List.of())))
                .withMessageStartingWith("steps[0] (a).request.headers: what is written");
    }

    @Test
    void needsAbsoluteUrlsOnlyWhereTheTargetIsNone() {
        Transaction read = TransactionReader.read(
                "sign-in flow",
                Answers.options("{'steps': [{'request': {'url': 'http://h/x'}}, {'request': {'url': '/x'}}]}"));
        Variables variables = read.variables(List.of());

        assertThat(read.resolve(read.steps().getFirst(), variables).url()).hasToString("http://h/x");
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> read.resolve(read.steps().get(1), variables))
                .withMessageContaining("steps[1].request.url: \"/x\"");
    }

    @Test
    void warnsOfWhatItDoesNotKnowWithinAStep() {
        Transaction read = read("{'steps': [{'request': {'url': '/', 'verfy': 1}, 'assertion': []}]}");

        assertThat(read.warnings())
                .containsExactly("unknown option: steps[0].assertion", "unknown option: steps[0].request.verfy");
    }

    private static Transaction read(String config) {
        return TransactionReader.read(TARGET, Answers.options(config));
    }
}
