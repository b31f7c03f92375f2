package io.dialer.agent.probe.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of tasks that are written wrong. */
class ApiMistakesTest {
    private static ApiBench bench;

    @BeforeAll
    static void open() throws Exception {
        bench = new ApiBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    /** A configuration that nobody can run is an error that names step and field, and asks nobody for anything. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                {}                                                               | steps: null is not allowed; allowed: a list of at least one step
                {'steps': []}                                                    | steps: []
                {'steps': [{'name': 'a', 'request': {'method': 'GET'}}]}         | steps[0] (a).request.url: null is not allowed
                {'steps': [{'request': {'url': '/'}}, {'request': {'url': ' '}}]} | steps[1].request.url: " " is not allowed
                {'steps': [{'request': {'url': '/', 'auth': {'type': 'kerberos'}}}]} | steps[0].request.auth.type: "kerberos" is not allowed
                {'steps': [{'request': {'url': '/', 'auth': {'type': 'basic'}}}]} | steps[0].request.auth.username:
                {'authentications': [{'type': 'bearer'}], 'steps': [{'request': {'url': '/'}}]} | authentications[0].token:
                {'steps': [{'request': {'url': '/', 'ssl_cert': '/no/such.pem'}}]} | steps[0].request.ssl_cert:
                {'steps': [{'request': {'url': '/', 'max_redirects': -1}}]}      | steps[0].request.max_redirects: -1
                {'steps': [{'request': {'url': '/'}}], 'max_body_in_result': 'x'} | max_body_in_result: "x"
                {'steps': [{'request': {'url': '/'}}], 'ip_version': '5'}        | ip_version: "5"
                {'steps': [{'request': {'url': '/'}, 'assertions': [{'operator': 'like'}]}]} | steps[0].assertions[0].operator: "like"
                """)
    void refuseWhatCannotBeRun(String config, String message) {
        int before = bench.site.requests.get();
        Measurement measured = bench.measure(config);

        assertThat(measured.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(measured.message()).contains(message);
        assertThat(bench.site.requests.get()).isEqualTo(before);
    }

    @Test
    void sayWhatWasOddInTheTask() {
        Measurement measured = bench.measure(
                "{'foo': 1, 'initialVariables': [{'name': '', 'value': 'x'}],"
                        + " 'authentication': {'type': 'basic'}, 'max_body_bytes': 10, 'steps': [{'bogus': 1, 'request': {'url': '/json', 'zzz': 2},"
                        + " 'assertions': [{'alertLevel': 'info', 'sorce': 'body'}], 'variables': [{'name': '$a', 'expr': 'x'}]}]}");

        assertThat(measured.details().getJsonArray("warnings"))
                .containsExactly(
                        "initialVariables[0].name: empty, left out",
                        "authentication: not used; allowed: authentications, a list",
                        "unknown option: steps[0].variables[0].expr",
                        "unknown option: steps[0].assertions[0].sorce",
                        "unknown option: steps[0].bogus",
                        "unknown option: steps[0].request.zzz",
                        "steps[0]: reading the answer ended after 10 bytes (max_body_bytes)");
    }
}
