package io.dialer.agent.probe.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.SystemVariable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What arrives at a server: each row is a request and what the server says it got. */
class ApiRequestsTest {
    private static ApiBench bench;

    @BeforeAll
    static void open() throws Exception {
        bench = new ApiBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    /** A row: the request, then where in the server's echo what stands. */
    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                'method': 'post', 'body': 'raw 张三', 'contentType': 'text/plain'     | body | raw 张三
                'method': 'POST', 'body': '{\\"a\\": \\"$who\\"}', 'contentType': 'application/json' | body | {"a": "ann"}
                'method': 'POST', 'body': 'a=$who&b=%20', 'contentType': 'application/x-www-form-urlencoded' | body | a=ann&b=%20
                'method': 'POST', 'body': 'x', 'contentType': 'application/json'     | headers.content-type | application/json
                'method': 'POST', 'body': 'x', 'contentType': 'application/json', 'headers': [{'key': 'content-type', 'value': 'a/b'}] | headers.content-type | a/b
                'method': 'PUT', 'body': {'type': 'json', 'content': {'n': 1, '$who': ['$who', null, '二']}} | body | {"n":1,"ann":["ann",null,"二"]}
                'method': 'PUT', 'body': {'type': 'json', 'content': '{\\"t\\": \\"$who\\"}'} | body | {"t": "ann"}
                'method': 'PUT', 'body': {'type': 'json', 'content': {}}              | headers.content-type | application/json
                'method': 'POST', 'body': {'type': 'form', 'content': {'a b': '$who &', '名': '张'}} | body | a%20b=ann%20%26&%E5%90%8D=%E5%BC%A0
                'method': 'POST', 'body': {'type': 'form', 'content': [{'key': 'k', 'value': '1'}, {'key': 'k', 'value': 2}]} | body | k=1&k=2
                'method': 'POST', 'body': {'type': 'form', 'content': 'a=1'}          | headers.content-type | application/x-www-form-urlencoded
                'method': 'PATCH', 'body': {'type': 'text', 'content': 'grüße $who'}  | body | grüße ann
                'method': 'PATCH', 'body': {'type': 'text', 'content': 'x'}           | headers.content-type | text/plain; charset=utf-8
                'method': 'POST'                                                      | headers.content-length | 0
                'method': 'DELETE', 'body': 'x'                                       | body | ``
                'method': 'OPTIONS'                                                   | method | OPTIONS
                'url': 'echo/$who?x=$who'                                             | path | /echo/ann
                'url': '/echo?x=$who&y=$number'                                       | raw_query | x=ann&y=7
                'url': '/echo', 'urlParameters': [{'key': 'q', 'value': 'a&b $who'}], 'params': [{'key': 'q', 'value': 'a&b $who'}] | raw_query | q=a%26b%20ann
                'url': '/echo?a=1', 'params': {'b': '张'}                             | raw_query | a=1&b=%E5%BC%A0
                'url': '/用户'                                                        | path | /%E7%94%A8%E6%88%B7
                'url': '{other}/elsewhere'                                            | path | /elsewhere
                'headers': {'X-Who': '$who', 'X-名': ''}                              | headers.x-who | ann
                'headers': [{'key': 'X-Text', 'value': '张三 $who'}]                  | headers.x-text | 张三 ann
                'headers': {'User-Agent': 'mine'}                                     | headers.user-agent | mine
                'headers': {}                                                         | headers.user-agent | IT-Dialer-Agent/2.0
                'headers': {'X': '$whoever $who-$unknown 5$ $'}                       | headers.x | longer ann-$unknown 5$ $
                'headers': {'X': '$sys $shared $number'}                              | headers.x | of the system shared 7
                """)
    void areAsTheTaskSays(String request, String place, String value) {
        bench.setVariables(
                new SystemVariable("$sys", "of the system", false, null),
                new SystemVariable("shared", "shared", false, null),
                new SystemVariable("$foreign", "of another", false, "other"));
        String url = request.contains("'url'") ? "" : "'url': '/echo', ";
        boolean odd = request.contains("X-名");
        JsonObject echo = echo("{" + url + (odd ? request.replace(", 'X-名': ''", "") : request) + "}");

        String[] path = place.split("\\.", 2);
        Object found = path.length == 1
                ? echo.getValue(path[0])
                : echo.getJsonObject(path[0]).getValue(path[1]);
        assertThat(String.valueOf(found)).isEqualTo(value);
    }

    private static JsonObject echo(String request) {
        Measurement measured =
                bench.measure("{'max_body_in_result': 100000, 'initialVariables': [{'name': '$who', 'value': 'ann'},"
                        + " {'name': '$whoever', 'value': 'longer'}, {'name': '$number', 'value': 7}, {'name': '$sys', 'value': 'start'}],"
                        + " 'steps': [{'request': " + request + "}]}");
        assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
        return new JsonObject(measured.details()
                .getJsonArray("steps")
                .getJsonObject(0)
                .getJsonObject("response")
                .getString("body"));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                /json    | 'variables': [{'name': '$v', 'source': 'body', 'expression': '$.data.items[0].id'}]            | 7
                /json    | 'variables': [{'name': 'v', 'source': 'body', 'expression': 'name'}]                           | 张三
                /json    | 'variables': [{'name': '$v', 'expression': '$.data.items[0]'}]                                 | {"id":7,"tag":"a"}
                /text    | 'variables': [{'name': '$v', 'source': 'body', 'expression': 'order (\\\\d+)'}]                | 17
                /json    | 'variables': [{'name': '$v', 'source': 'headers', 'expression': 'x-name'}]                     | a中
                /json    | 'variables': [{'name': '$v', 'source': 'status', 'expression': ''}]                            | 200
                /to/302?/json | 'variables': [{'name': '$v', 'source': 'url', 'expression': '/([a-z]+)$'}]                | json
                /json    | 'variables': [{'name': '$v', 'source': 'cookie', 'expression': 'lang'}]                        | zh-CN
                /json    | 'extract': [{'variable_name': '$v', 'source': 'json_body', 'expression': 'data.items[1].tag'}] | b
                /text    | 'extract': [{'variable_name': '$v', 'source': 'text_body', 'expression': 'total ([\\\\d.]+)'}] | 12.50
                /text    | 'extract': [{'variable_name': '$v', 'source': 'text_body', 'expression': '已.货'}]              | 已发货
                /json    | 'extract': [{'variable_name': '$v', 'source': 'headers', 'expression': 'X-Count'}]             | 12
                /status/404 | 'extract': [{'variable_name': '$v', 'source': 'status_code'}]                               | 404
                """)
    void carryWhatAnEarlierAnswerHeld(String url, String extraction, String value) {
        JsonObject config = bench.json("{'steps': [{'request': {'url': '" + url + "'}, " + extraction + "},"
                + " {'request': {'url': '/echo', 'method': 'POST', 'body': '<$v>'}}]}");
        JsonObject second = config.getJsonArray("steps").getJsonObject(1);
        second.put(
                "assertions",
                new JsonArray()
                        .add(bench.json("{'source': 'body', 'expression': '$.body'}")
                                .put("expected", "<" + value + ">")));
        Measurement measured = bench.run(config, null).measurement();

        assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
    }

    @ParameterizedTest(name = "tenant {0}: {1}")
    @CsvSource({"7, own", "8, shared", ", shared"})
    void seeTheVariablesOfTheirTenantAndOfNone(Integer tenant, String value) {
        bench.setVariables(
                new SystemVariable("$where", "own", false, "7"),
                new SystemVariable("$where", "shared", false, null),
                new SystemVariable("$where", "other", false, 9));
        Measurement measured = bench.run(bench.json("{'steps': [{'request': {'url': '/$where'}}]}"), tenant)
                .measurement();

        assertThat(measured.details().getJsonArray("steps").getJsonObject(0).getString("final_url"))
                .endsWith("/" + value);
    }

    @Test
    void giveAKeyToItsOwnServerOnly() {
        String step =
                "{'steps': [{'request': {'url': '/to/307?%s/echo', 'headers': {'X-API-Key': 'key-123', 'X-Any': '1'}},"
                        + " 'assertions': [{'source': 'body', 'expression': '$.headers.x-any', 'operator': 'exists'},"
                        + " {'source': 'body', 'expression': '$.headers.x-api-key', 'operator': '%s'}]}]}";
        assertThat(bench.measure(step.formatted("", "exists")).message()).isEqualTo("all 1 steps succeeded");
        assertThat(bench.measure(step.formatted("{other}", "not_exists")).message())
                .isEqualTo("all 1 steps succeeded");
    }

    @Test
    void failOneThatNoHeaderCanHold() {
        Measurement measured = bench.measure("{'steps': [{'request': {'url': '/json', 'method': 'POST', 'body': 'x',"
                + " 'contentType': '$ct'}}, {'always': true, 'request': {'url': '/json'}}],"
                + " 'initialVariables': [{'name': '$ct', 'value': 'text/plain\\r\\nX: 1'}]}");

        assertThat(measured.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(measured.message()).contains("steps[0].request.headers");
        assertThat(measured.details().getJsonArray("steps")).hasSize(2);
    }

    @Test
    void listsUnknownNamesAndFailedExtractions() {
        Measurement measured = bench.measure("{'steps': [{'name': 'a', 'request': {'url': '/json?$gone'},"
                + " 'variables': [{'name': '$v', 'expression': '$.none.deeper'}]},"
                + " {'request': {'url': '/json', 'headers': {'X': '$v$gone'}}}]}");

        assertThat(measured.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(measured.details().getJsonArray("warnings"))
                .containsExactly(
                        "steps[0] (a): unknown variable $gone",
                        "steps[0] (a): $v was not extracted: body has nothing at $['none']['deeper']",
                        "steps[1]: unknown variable $v",
                        "steps[1]: unknown variable $gone");
    }

    @Test
    void failWhereTheyNameASecretThatTheBackendKeepsToItself() {
        bench.setVariables(new SystemVariable("$key", "***", true, null));
        int before = bench.site.requests.get();
        Measurement measured = bench.measure(
                "{'steps': [{'request': {'url': '/json', 'headers': {'X-Key': '$key'}}, 'assertions': [{}]}]}");

        assertThat(measured.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(measured.message()).contains("step 1").contains("$key").contains("keeps its value to itself");
        assertThat(measured.details().getString("error_type")).isEqualTo("configuration_error");
        assertThat(bench.site.requests.get()).isEqualTo(before);
        JsonObject step = measured.details().getJsonArray("steps").getJsonObject(0);
        assertThat(step.getJsonObject("request").isEmpty()).isTrue();
        assertThat(step.getJsonArray("assertions")).hasSize(1);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                {'request': {'url': '/cookies'}}, {'request': {'url': '/echo'}}                           | session=s-0123456789 | the session's
                {'request': {'url': '/cookies'}}, {'request': {'url': '/cookies/x'}}                       | deep=d; session=s-0123456789 | longer path first
                {'request': {'url': '/cookies'}}, {'request': {'url': '{other}/echo'}}                     | session=s-0123456789 | a port is no border
                {'request': {'url': '/cookies'}}, {'request': {'url': '/echo', 'headers': {'Cookie': 'a=1'}}} | a=1; session=s-0123456789 | with the step's own
                {'request': {'url': '/echo'}}                                                              | null | none
                {'request': {'url': '/to/302?/echo'}}                                                      | hop=one | of a redirect
                {'request': {'url': '/json'}}, {'request': {'url': '/to/307?/echo'}}                       | lang=zh-CN; hop=one | through a redirect
                """)
    void bringTheTransactionsCookies(String steps, String cookie, String what) {
        Measurement measured = bench.measure("{'steps': [" + steps + "]}");
        // What went out is masked in the result; so is its echo, hence a look by an assertion.
        JsonArray all = bench.json("{'steps': [" + steps + "]}").getJsonArray("steps");
        JsonObject last = all.getJsonObject(all.size() - 1);
        last.put(
                "assertions",
                new JsonArray()
                        .add(
                                cookie.equals("null")
                                        ? bench.json(
                                                "{'source': 'body', 'expression': '$.headers.cookie', 'operator': 'not_exists'}")
                                        : bench.json(
                                                        "{'source': 'body', 'expression': '$.headers.cookie', 'operator': 'equals'}")
                                                .put("expected", cookie)));
        Measurement judged = bench.run(new JsonObject().put("steps", all), null).measurement();

        assertThat(judged.outcome()).as(what + ": " + judged.message()).isEqualTo(Outcome.SUCCESS);
        assertThat(measured.details().encode()).doesNotContain("s-0123456789");
    }
}
