package io.dialer.agent.probe.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every sign-in against a server that checks it by its own arithmetic, in both places where a task may write it. */
class ApiSignInTest {
    private static ApiBench bench;

    @BeforeAll
    static void open() throws Exception {
        bench = new ApiBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @ParameterizedTest(name = "{1} with {0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                'type': 'basic', 'username': 'ann', 'password': 'p:ß'              | 'url': '/basic'          | 200
                'type': 'basic', 'username': '$user', 'password': '$pass'          | 'url': '/basic'          | 200
                'type': 'basic', 'username': 'ann', 'password': 'wrong'            | 'url': '/basic'          | 401
                'type': 'digest', 'username': 'ann', 'password': 'p:ß'             | 'url': '/digest/MD5?a=1' | 200
                'type': 'digest', 'username': 'ann', 'password': '$pass'           | 'url': '/digest/SHA-256' | 200
                'type': 'digest', 'username': 'ann', 'password': 'p:ß'             | 'url': '/digest/SHA-256', 'method': 'POST', 'body': 'x' | 200
                'type': 'digest', 'username': 'ann', 'password': 'wrong'           | 'url': '/digest/MD5'     | 401
                'type': 'bearer', 'token': 'tok-1234567'                           | 'url': '/bearer'         | 200
                'type': 'bearer', 'token': '$token'                                | 'url': '/bearer'         | 200
                'type': 'bearer', 'token': 'other'                                 | 'url': '/bearer'         | 401
                'type': 'oauth2', 'accessToken': 'tok-1234567'                     | 'url': '/bearer'         | 200
                'type': 'oauth2', 'accessToken': 'other'                           | 'url': '/bearer'         | 401
                'type': 'oauth1', {o}                                              | 'url': '/oauth1?b=2&a=1 1&a=0&z' | 200
                'type': 'oauth1', {o}, 'signatureMethod': 'HMAC-SHA1'              | 'url': '/oauth1/%E5%BC%A0 3', 'method': 'POST', 'body': {'type': 'form', 'content': {'k': 'a&b', '名': '张'}} | 200
                'type': 'oauth1', {o}                                              | 'url': '/oauth1', 'method': 'POST', 'body': {'a': 1, 'content': {'x': 1}} | 200
                'type': 'oauth1', {o}, 'signatureMethod': 'PLAINTEXT'              | 'url': '/oauth1'         | 200
                'type': 'oauth1', {o}, 'consumerSecret': 'wrong'                   | 'url': '/oauth1'         | 401
                'type': 'oauth1', {o}                                              | 'url': '/to/302?/oauth1' | 200
                'type': 'oauth2', 'tokenUrl': '{site}/token', {c}                  | 'url': '/oauth2'         | 200
                'type': 'oauth2', 'tokenUrl': '{site}/token', {c}, 'clientAuthentication': 'body', 'scope': 'a b' | 'url': '/oauth2' | 200
                'type': 'basic', 'username': 'ann', 'password': 'p:ß'              | 'url': '/to/302?/basic'  | 200
                'type': 'basic', 'username': 'ann', 'password': 'p:ß'              | 'url': '/to/302?{other}/basic' | 401
                'type': 'digest', 'username': 'ann', 'password': 'p:ß'             | 'url': '/to/307?/digest/MD5' | 200
                'type': 'none'                                                     | 'url': '/basic'          | 401
                'type': 'bearer', 'token': 'other'                                 | 'url': '/bearer', 'headers': {'Authorization': 'Bearer tok-1234567'} | 200
                """)
    void isCheckedByTheServer(String auth, String request, int status) {
        String filled = auth.replace(
                        "{o}",
                        "'consumerKey': 'ck', 'consumerSecret': 'c&s', 'accessToken': 'tk', 'tokenSecret': 't/s'")
                .replace("{c}", "'clientId': 'c/1', 'clientSecret': 's:2'");
        String variables = "'initialVariables': [{'name': '$user', 'value': 'ann'}, {'name': '$pass', 'value': 'p:ß'},"
                + " {'name': '$token', 'value': 'tok-1234567'}]";
        for (String config : new String[] {
            "{" + variables + ", 'steps': [{'request': {" + request + ", 'auth': {" + filled + "}}}]}",
            "{" + variables + ", 'authentications': [{" + filled + "}], 'steps': [{'request': {" + request + "}}]}"
        }) {
            Measurement measured = bench.measure(config);

            JsonObject step = measured.details().getJsonArray("steps").getJsonObject(0);
            assertThat(step.getJsonObject("response").getInteger("status_code"))
                    .as(measured.message() + " " + step.encodePrettily())
                    .isEqualTo(status);
            assertThat(measured.outcome()).isEqualTo(Outcome.SUCCESS);
            assertThat(measured.details().encode())
                    .doesNotContain("p:ß", "tok-1234567", "c&s", "t/s", "s:2", "YW5uOnA6w58");
        }
    }

    @Test
    void ofAStepWinsOverThatOfTheTask() {
        Measurement measured = bench.measure(
                "{'authentications': [{'type': 'bearer', 'token': 'tok-1234567'}],"
                        + " 'steps': [{'request': {'url': '/bearer'}}, {'request': {'url': '/basic',"
                        + " 'auth': {'type': 'basic', 'username': 'ann', 'password': 'p:ß'}}},"
                        + " {'request': {'url': '/echo', 'auth': {'type': 'none'}},"
                        + "  'assertions': [{'source': 'body', 'expression': '$.headers.authorization', 'operator': 'not_exists'}]}]}");

        assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
        assertThat(measured.details().getJsonArray("steps").stream()
                        .map(step ->
                                ((JsonObject) step).getJsonObject("response").getInteger("status_code")))
                .containsExactly(200, 200, 200);
    }

    @Test
    void takesUserAndPasswordFromTheUrlWhereNothingElseIsSaid() {
        String url = bench.site.filled("{site}").replace("http://", "http://ann:p%3A%C3%9F@") + "/basic";
        Measurement measured = bench.measure("{'steps': [{'request': {'url': '" + url + "'}}]}");

        JsonObject step = measured.details().getJsonArray("steps").getJsonObject(0);
        assertThat(step.getJsonObject("response").getInteger("status_code")).isEqualTo(200);
        assertThat(measured.details().encode()).doesNotContain("%3A", "p:ß");
    }

    @Test
    void fetchesAnOauth2TokenOnceAndAgainWhereItWasRevoked() {
        String config = "{'authentications': [{'type': 'oauth2', 'tokenUrl': '{site}/token', 'clientId': 'c/1',"
                + " 'clientSecret': 's:2', 'scope': 'once'}], 'steps': [{'request': {'url': '/oauth2'}},"
                + " {'request': {'url': '/oauth2/x'}, 'assertions': [{'expected': 200}]}]}";
        JsonObject first = bench.measure(config).details().getJsonArray("steps").getJsonObject(0);
        JsonObject cached =
                bench.measure(config).details().getJsonArray("steps").getJsonObject(0);
        bench.site.revokeTokens();
        Measurement renewed = bench.measure(config);

        assertThat(first.getDouble("sign_in_time")).isPositive();
        assertThat(cached.getDouble("sign_in_time")).isLessThan(first.getDouble("sign_in_time"));
        assertThat(renewed.outcome()).as(renewed.message()).isEqualTo(Outcome.SUCCESS);
        JsonObject step = renewed.details().getJsonArray("steps").getJsonObject(0);
        assertThat(step.getJsonArray("challenges")).hasSize(1);
        assertThat(step.getJsonArray("challenges").getJsonObject(0).getInteger("status_code"))
                .isEqualTo(401);
        assertThat(renewed.details().encode()).doesNotContain("access-");
    }

    @Test
    void failsTheStepWhereThereIsNoToken() {
        Measurement measured = bench.measure("{'steps': [{'request': {'url': '/oauth2', 'auth': {'type': 'oauth2',"
                + " 'tokenUrl': '{site}/token', 'clientId': 'c/1', 'clientSecret': 'no-such-secret'}}}]}");

        assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(measured.message())
                .contains("no access token")
                .contains("401")
                .contains("invalid_client");
        assertThat(measured.details().getString("error_type")).isEqualTo("request_failed");
        assertThat(measured.details().encode()).doesNotContain("no-such-secret");
    }
}
