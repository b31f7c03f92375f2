package io.dialer.agent.probe.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.SystemVariable;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret stands anywhere in a result, whichever way it went out or came back; what is none stays. */
class ApiRedactionTest {
    private static final String SECRET = "s3cr3t-Wörd/9";

    private static ApiBench bench;

    @BeforeAll
    static void open() throws Exception {
        bench = new ApiBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void setVariables() {
        bench.setVariables(
                new SystemVariable("$key", SECRET, true, null),
                new SystemVariable("$pin", "4711", true, null),
                new SystemVariable("$open", "visible", false, null));
    }

    /**
     * A row: a step whose request or answer holds the secret; {@code S} stands for it, and nothing but a name tells that it
     * is one. {@code /echo} sends back all that it got, {@code /say} the body as it is.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                Authorization, sent        | 'url': '/echo', 'headers': {'Authorization': 'Custom S'}
                Authorization, said        | 'url': '/say', 'method': 'POST', 'body': 'Authorization: Custom S'
                Cookie, sent               | 'url': '/echo', 'headers': {'Cookie': 'a=1; sid=S'}
                Set-Cookie, said           | 'url': '/say', 'method': 'POST', 'body': 'Set-Cookie: sid=S; Path=/'
                X-API-Key, sent            | 'url': '/echo', 'headers': [{'key': 'X-API-Key', 'value': 'S'}]
                X-API-Key, short, repeated | 'url': '/say', 'method': 'POST', 'headers': {'X-API-Key': 's3cr3t'}, 'body': 'key is s3cr3t'
                X-Auth-Token, sent         | 'url': '/echo', 'headers': {'X-Auth-Token': 'S'}
                Proxy-Authorization, sent  | 'url': '/echo', 'headers': {'proxy-authorization': 'Basic S'}
                token, in the query        | 'url': '/echo?a=1&access_token=S'
                token, repeated            | 'url': '/say?access_token=S', 'method': 'POST', 'body': 'you said S'
                token, by parameters       | 'url': '/echo', 'params': {'token': 'S'}
                token, redirected          | 'url': '/to/302?/echo?token=S'
                password, in JSON          | 'url': '/say', 'method': 'POST', 'body': {'type': 'json', 'content': {'user': 'ann', 'password': 'S'}}
                password, deep in JSON     | 'url': '/say', 'method': 'POST', 'body': {'type': 'json', 'content': [{'a': {'newPassword': 'S'}}]}
                password, repeated         | 'url': '/say', 'method': 'POST', 'body': {'type': 'json', 'content': {'password': 'S', 'note': 'wrong: ann / S'}}
                password, in a form        | 'url': '/say', 'method': 'POST', 'body': {'type': 'form', 'content': {'user': 'ann', 'passwd': 'S'}}
                password, form, repeated   | 'url': '/say', 'method': 'POST', 'body': {'type': 'form', 'content': {'passwd': 'S', 'n': 'not S'}}
                client secret, in a form   | 'url': '/say', 'method': 'POST', 'body': 'client_secret=S&a=b', 'contentType': 'application/x-www-form-urlencoded'
                token, said in JSON        | 'url': '/say?type=application/json', 'method': 'POST', 'body': {'type': 'json', 'content': {'id_token': 'S', 'refresh_token': 'S'}}
                """)
    void takesOutWhatIsSecretByItsName(String what, String request) {
        bench.setVariables();
        String shown = shown(request, "'initialVariables': []");

        assertThat(shown).as(what).contains("***");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                in a path                  | 'url': '/echo/$key'
                in a query                 | 'url': '/echo?q=$key'
                in a header                | 'url': '/echo', 'headers': {'X-Any': 'is $key!'}
                in JSON                    | 'url': '/say', 'method': 'POST', 'body': {'type': 'json', 'content': {'text': 'is $key'}}
                in a form                  | 'url': '/say', 'method': 'POST', 'body': {'type': 'form', 'content': {'text': '$key'}}
                in text                    | 'url': '/say', 'method': 'POST', 'body': 'a $key b'
                in basic                   | 'url': '/echo', 'auth': {'type': 'basic', 'username': 'ann', 'password': '$key'}
                as bearer                  | 'url': '/echo', 'auth': {'type': 'bearer', 'token': 'x$key'}
                where what is shown ends   | 'url': '/say', 'method': 'POST', 'body': '{long}$key and more'
                redirected                 | 'url': '/to/302?/echo?x=$key'
                called password            | 'url': '/say', 'method': 'POST', 'body': 'mine is $password'
                """)
    void takesOutTheValuesOfVariables(String what, String request) {
        String shown = shown(request, "'initialVariables': [{'name': '$password', 'value': 'S'}]");

        assertThat(shown).as(what).contains("***");
    }

    /** The whole result of a step that is said to have failed, so that its message quotes what it found as well. */
    private static String shown(String request, String variables) {
        JsonObject config = bench.json(("{" + variables + ", 'steps': [{'request': {" + request
                        + "}, 'assertions': [{'source': 'body', 'operator': 'equals', 'expected': 'nothing', 'enableAlert': true}],"
                        + " 'variables': [{'name': '$all', 'source': 'body', 'expression': ''}]}]}")
                .replace("{long}", "x".repeat((16 << 10) - 3))
                .replaceAll("\\bS\\b", SECRET));
        String shown = bench.run(config, null).toJson().encode();

        String base64 = Base64.getEncoder().withoutPadding().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
        assertThat(shown).doesNotContain("s3c", "W%C3%B6rd", "W\\u00f6rd").doesNotContain(base64.substring(2, 14));
        return shown;
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                $.token          | $t
                $.data.apiKey    | $k
                $.user           | $password
                data.secret      | $x
                $..token         | $all
                """)
    void hidesWhatStoodWhereASecretStands(String expression, String name) {
        JsonObject config =
                bench.json("{'steps': [{'request': {'url': '/say', 'method': 'POST', 'body': {'type': 'json',"
                        + " 'content': {'token': 'hidden-1', 'user': 'hidden-1', 'data': {'apiKey': 'hidden-1', 'secret': 'hidden-1'}}}},"
                        + " 'variables': [{'name': '" + name + "', 'expression': '" + expression + "'}],"
                        + " 'assertions': [{'source': 'body', 'expression': '" + expression
                        + "', 'operator': 'equals', 'expected': 'x'}]},"
                        + " {'request': {'url': '/echo/" + name + "', 'method': 'POST', 'body': 'with " + name
                        + "'}}]}");
        ProbeResult result = bench.run(config, null);

        JsonObject details = result.measurement().details();
        JsonObject first = details.getJsonArray("steps").getJsonObject(0);
        assertThat(first.getJsonArray("extractions").getJsonObject(0).getBoolean("success"))
                .isTrue();
        assertThat(first.getJsonArray("extractions").getJsonObject(0).getString("value"))
                .isEqualTo("***");
        assertThat(details.getJsonObject("variables").getString(name)).isEqualTo("***");
        JsonObject second = details.getJsonArray("steps").getJsonObject(1);
        assertThat(second.encode()).doesNotContain("hidden-1");
        if (!expression.equals("$.user")) {
            assertThat(first.getJsonArray("assertions").encode()).doesNotContain("hidden-1");
        }
    }

    @Test
    void hidesAllThatIsWithinASecretValue() {
        ProbeResult result = bench.run(
                "{'steps': [{'request': {'url': '/say', 'method': 'POST', 'body': {'type': 'json',"
                        + " 'content': {'obj': {'value': 'hidden-object', 'list': ['hidden-list', 471147]}}}},"
                        + " 'variables': [{'name': '$secret', 'expression': '$.obj'}]},"
                        + " {'request': {'url': '/say', 'method': 'POST', 'body': 'hidden-object hidden-list 471147'}}]}");

        assertThat(result.toJson().encode()).doesNotContain("hidden-object", "hidden-list", "471147");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'steps': {'request': {'url': '/', 'auth': {'password': 'hunter2secret'}}}}",
                "{'steps': ['curl -u admin:hunter2secret http://h/']}",
                "{'steps': 'hunter2secret'}",
                "{'steps': [{'request': {'url': 'http://ann:hunter2secret@h:1x/'}}]}",
                "{'steps': [{'request': 'POST / password=hunter2secret'}]}",
                "{'steps': [{'request': ['hunter2secret']}]}",
                "{'steps': [{'request': {'url': {'raw': 'http://u:hunter2secret@x/'}}}]}",
                "{'steps': [{'request': {'url': '/'}, 'extract': ['hunter2secret']}]}",
                "{'steps': [{'request': {'url': '/'}, 'assertions': ['hunter2secret']}]}",
                "{'steps': [{'request': {'url': '/', 'contentType': {'a': 'hunter2secret'}}}]}",
                "{'steps': [{'request': {'url': 'http://u:hunter2secret/x@ho st:99999/'}}]}",
                "{'authentications': [{'type': 'basic', 'password': ['hunter2secret']}], 'steps': [{'request': {'url': '/'}}]}",
                "{'steps': [{'request': {'url': '/', 'auth': {'type': 'digest', 'username': 'u\\r\\nX: 1', 'password': 'hunter2secret'}}}]}"
            })
    void namesAMistakeWithoutASecret(String config) {
        ProbeResult result = bench.run(config);

        assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(result.toJson().encode()).doesNotContain("hunter2").doesNotContain("internal fault");
        assertThat(result.measurement().message()).containsAnyOf("steps", "authentications", "sign-in");
    }

    @Test
    void hidesTheSessionCookieWhereverItIsRepeated() {
        ProbeResult result = bench.run("{'steps': [{'request': {'url': '/cookies'},"
                + " 'variables': [{'name': '$sid', 'source': 'cookie', 'expression': 'session'}],"
                + " 'assertions': [{'source': 'cookie', 'expression': 'session', 'operator': 'equals', 'expected': 'x'},"
                + " {'source': 'headers', 'expression': 'Set-Cookie', 'operator': 'contains', 'expected': 'x'}]},"
                + " {'request': {'url': '/say', 'method': 'POST', 'body': 'you are $sid'}}]}");

        assertThat(result.toJson().encode()).doesNotContain("s-0123456789").contains("you are ***");
    }

    @Test
    void listsOnlyTheVariablesThatWereUsed() {
        JsonObject variables = bench.run("{'initialVariables': [{'name': '$user', 'value': 'ann'}],"
                        + " 'steps': [{'request': {'url': '/json?$key$open'}}]}")
                .measurement()
                .details()
                .getJsonObject("variables");

        assertThat(variables).isEqualTo(bench.json("{'$user': 'ann', '$key': '***', '$open': 'visible'}"));
    }

    @Test
    void leavesAlongOtherThingsAlone() {
        JsonObject step = bench.step("{'request': {'url': '/say?type=application/json', 'method': 'POST',"
                + " 'headers': {'X-Any': 'thing'}, 'body': {'type': 'json', 'content': {'token_type': 'Bearer', 'total': 5,"
                + " 'note': 'open', 'list': [true, null, 1.5]}}}}");

        assertThat(step.getJsonObject("response").getString("body"))
                .isEqualTo("{\"token_type\":\"Bearer\",\"total\":5,\"note\":\"open\",\"list\":[true,null,1.5]}");
        assertThat(step.getJsonObject("request").getJsonObject("headers").getString("X-Any"))
                .isEqualTo("thing");
    }

    @Test
    void capsBodiesAndValues() {
        JsonObject config =
                bench.json("{'steps': [{'request': {'url': '/large'}, 'variables': [{'name': '$b', 'expression': ''}],"
                        + " 'assertions': [{'source': 'body', 'operator': 'endsWith', 'expected': 'y'}]}]}");
        JsonObject details = bench.run(config, null).measurement().details();

        JsonObject step = details.getJsonArray("steps").getJsonObject(0);
        assertThat(step.getJsonObject("response").getString("body")).hasSize(16 << 10);
        assertThat(step.getJsonObject("response").getBoolean("body_truncated")).isTrue();
        assertThat(step.getJsonObject("response").getLong("size")).isEqualTo(100_000);
        assertThat(step.getJsonArray("assertions").getJsonObject(0).getString("actual"))
                .hasSize(1 << 10);
        assertThat(step.getJsonArray("extractions").getJsonObject(0).getString("value"))
                .hasSize(1 << 10);
        assertThat(details.getJsonObject("variables").getString("$b")).hasSize(1 << 10);
        assertThat(step.getString("message").length()).isLessThan(400);

        JsonObject small = bench.run(config.copy().put("max_body_in_result", 10), null)
                .measurement()
                .details()
                .getJsonArray("steps")
                .getJsonObject(0);
        assertThat(small.getJsonObject("response").getString("body")).isEqualTo("xxxxxxxxxx");
    }
}
