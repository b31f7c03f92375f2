package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.net.Certificates;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of which answer: URL, options, outcome and phase, a part of the message. Names in braces: {@link HttpSite}. */
class HttpCasesTest {
    private static HttpSite site;
    private static ProbeBench withBoringSsl;
    private static ProbeBench withTheJdksTls;
    private static String authority;

    @BeforeAll
    static void open() throws Exception {
        site = new HttpSite();
        withBoringSsl = ProbeBench.withNativeTls(true);
        withTheJdksTls = ProbeBench.withNativeTls(false);
        authority = Certificates.file(Certificates.AUTHORITY);
    }

    @AfterAll
    static void close() throws Exception {
        withBoringSsl.close();
        withTheJdksTls.close();
        site.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        # statuses
        {http}/200        | {}                                        | success           | 200
        {http}/201        | {}                                        | success           | 201
        {http}/none       | {}                                        | success           | 204
        {http}/400        | {}                                        | failed check      | status code 400 is not among 200-399
        {http}/404        | {}                                        | failed check      | status code 404 is not among 200-399
        {http}/503        | {}                                        | failed check      | status code 503 is not among 200-399
        {http}/418        | {'valid_status_codes': [418]}             | success           | 418
        {http}/599        | {'valid_status_codes': ['200', '5xx']}    | success           | 599
        {http}/200        | {'valid_status_codes': ['201-299']}       | failed check      | status code 200 is not among 201-299
        {http}/401        | {'auth': {'type': 'digest', 'username': 'u'}} | failed check  | status code 401
        {nowhere}/        | {}                                        | failed connect    | connection refused
        # redirects
        {http}/to-hello   | {'body_matches': '^hello$'}               | success           | 200
        {http}/to-q       | {}                                        | failed check      | more than 10 redirects
        {http}/to-tlshello | {'body_matches': 'hello'}                | success           | 200
        {http}/to-hhello  | {'body_matches': 'hello'}                 | success           | 200
        {http}/a/to-hello | {'body_matches': 'hello'}                 | success           | 200
        {tls}/down        | {'body_matches': 'hello'}                 | success           | 200
        {http}/loop       | {}                                        | failed check      | more than 10 redirects
        {http}/ping       | {'max_redirects': 2}                      | failed check      | more than 2 redirects
        {http}/loop       | {'follow_redirects': false}               | success           | 302
        {http}/to-nowhere | {}                                        | failed connect    | connection refused
        {http}/to-ftp     | {}                                        | failed check      | redirect cannot be followed
        {http}/to-http    | {}                                        | failed check      | redirect cannot be followed
        # bodies
        {http}/hello      | {'body_matches': '^hello$'}               | success           | 200
        {http}/hello      | {'body_matches': 'bye'}                   | failed check      | body does not match bye
        {http}/hello      | {'body_not_matches': 'ell'}               | failed check      | body matches ell, and must not
        {http}/chunked    | {'body_matches': '^hello$'}               | success           | 200
        {http}/until-close | {'body_matches': '^hello$'}              | success           | 200
        {http}/hints      | {'body_matches': '^hello$'}               | success           | 200
        {http}/gibibyte   | {}                                        | success           | 200
        {http}/gibibyte   | {'max_body_bytes': 100, 'body_matches': 'x'} | failed check   | body does not match x
        # bodies that are not what they say
        {http}/short      | {}                                        | failed transfer   | closed in the middle of the answer
        {http}/long       | {'body_matches': '^hello$'}               | success           | 200
        {http}/two-lengths | {}                                       | failed transfer   | answer is not HTTP
        {http}/negative   | {}                                        | failed transfer   | answer is not HTTP
        {http}/chunk-size | {}                                        | failed transfer   | answer is not HTTP
        {http}/chunk-negative | {}                                    | failed transfer   | answer is not HTTP
        {http}/chunk-cut  | {}                                        | failed transfer   | closed in the middle of the answer
        {http}/chunk-no-last | {}                                     | failed transfer   | closed in the middle of the answer
        {http}/garbage    | {}                                        | failed transfer   | answer is not HTTP
        {http}/empty      | {}                                        | failed first_byte | closed without an answer
        {http}/half-head  | {}                                        | failed transfer   | closed in the middle of the answer
        {http}/flood      | {}                                        | failed transfer   | answer is not HTTP
        {http}/long-header | {}                                       | failed transfer   | answer is not HTTP
        {tls}/short       | {}                                        | failed transfer   | closed in the middle of the answer
        {tls}/until-close | {'body_matches': '^hello$'}               | success           | 200
        # encodings
        {http}/gzip       | {'body_matches': '^(hello){1000}$'}       | success           | 200
        {http}/gzip-cut   | {}                                        | failed transfer   | compressed body is cut off
        {http}/gzip-no-trailer | {}                                   | failed transfer   | compressed body is cut off
        {http}/gzip-damaged | {}                                      | failed transfer   | body cannot be decoded
        {http}/gzip-not   | {}                                        | failed transfer   | body cannot be decoded
        {http}/gzip-empty | {}                                        | success           | 200
        {http}/gzip-cut   | {'compression': false}                    | success           | 200
        {http}/gzip       | {'max_body_bytes': 10, 'body_matches': '^hellohello$'} | success | 200
        {http}/br         | {'body_matches': 'hello'}                 | success           | 200
        # headers
        {http}/state      | {'header_matches': {'x-state': '^fine$'}} | success           | 200
        {http}/state      | {'header_matches': {'Set-Cookie': 'b='}}  | success           | 200
        {http}/state      | {'header_matches': {'X-State': 'bad'}}    | failed check      | header X-State does not match bad
        {http}/state      | {'header_not_matches': {'Set-Cookie': '^b'}} | failed check   | header Set-Cookie matches ^b
        # JSON
        {http}/json       | {'json': [{'path': '$.a.n', 'value': '5'}]}                                   | success | 200
        {http}/json       | {'json': [{'path': 'a.n', 'operator': 'equals', 'value': 5}]}                 | success | 200
        {http}/json       | {'json': [{'path': '$.a.n', 'operator': 'greater_than', 'value': '4.9'}]}     | success | 200
        {http}/json       | {'json': [{'path': '$.a.n', 'operator': 'less_than', 'value': 5}]}            | failed check | $['a']['n']
        {http}/json       | {'json': [{'path': '$.a.n', 'operator': 'not_equals', 'value': '5'}]}         | failed check | expected: not_equals
        {http}/json       | {'json': [{'path': '$.a.t', 'operator': 'contains', 'value': 'ex'}]}          | success | 200
        {http}/json       | {'json': [{'path': '$.a.t', 'operator': 'not_contains', 'value': 'ex'}]}      | failed check | expected: not_contains
        {http}/json       | {'json': [{'path': '$.a.t', 'operator': 'startsWith', 'value': 'te'}]}        | success | 200
        {http}/json       | {'json': [{'path': '$.a.t', 'operator': 'endsWith', 'value': 'te'}]}          | failed check | has "text" at $['a']['t']
        {http}/json       | {'json': [{'path': '$.a.t', 'operator': 'regex', 'value': '^t.*t$'}]}         | success | 200
        {http}/json       | {'json': [{'path': '$.a.t', 'operator': 'greater_than', 'value': 1}]}         | failed check | expected: greater_than 1
        {http}/json       | {'json': [{'path': '$.a.z', 'operator': 'exists'}]}                           | success | 200
        {http}/json       | {'json': [{'path': '$.a.z', 'operator': 'equals', 'value': null}]}            | success | 200
        {http}/json       | {'json': [{'path': '$.b', 'operator': 'exists'}]}                             | failed check | nothing at $['b']
        {http}/json       | {'json': [{'path': '$.b', 'operator': 'not_exists'}]}                         | success | 200
        {http}/json       | {'json': [{'path': '$.a', 'operator': 'not_exists'}]}                         | failed check | expected: not_exists
        {http}/json       | {'json': [{'path': '$.b', 'operator': 'not_equals', 'value': '1'}]}           | failed check | nothing at $['b']
        {http}/json       | {'json': [{'path': '$.l[*].v', 'value': 2}]}                                  | success | 200
        {http}/json       | {'json': [{'path': '$.l[?(@.v > 2)]', 'operator': 'exists'}]}                 | failed check | nothing at
        {http}/json       | {'json': [{'path': '$.l', 'value': [{'v': 1}, {'v': 2}]}]}                    | success | 200
        {http}/json       | {'json': [{'path': '$.a.t', 'value': 'text'}, {'path': '$.a.n', 'value': 6}]} | failed check | expected: equals 6
        {http}/not-json   | {'json': [{'path': '$.a', 'operator': 'exists'}]}                             | failed check | body is not JSON, nothing is at $['a']
        {http}/json-tail  | {'json': [{'path': '$.a', 'operator': 'exists'}]}                             | failed check | body is not JSON
        {http}/html       | {'json': [{'path': '$.a', 'operator': 'not_exists'}]}                         | failed check | body is not JSON
        # proxies
        http://name.invalid:{http-port}/hello  | {'proxy': '{proxy}', 'body_matches': 'hello'}         | success | 200
        https://localhost:{tls-port}/hello     | {'proxy': '{proxy}', 'body_matches': 'hello'}         | success | 200
        https://name.invalid:{tls-port}/hello  | {'proxy': '{proxy}'}       | failed tls     | certificate is not valid for name.invalid
        {h2}/version      | {'proxy': '{proxy}', 'body_matches': 'HTTP_2'}    | success        | 200
        {h2c}/version     | {'proxy': '{proxy}', 'http_version': 2, 'body_matches': 'HTTP_2'} | success | 200
        {http}/hello      | {'proxy': '{member}'}                      | success           | 200
        {tls}/hello       | {'proxy': '{member}'}                      | success           | 200
        {http}/hello      | {'proxy': '{closed-proxy}'}                | failed connect    | proxy {closed-proxy} refused: 407
        {tls}/hello       | {'proxy': '{closed-proxy}'}                | failed connect    | proxy {closed-proxy} refused: 407 Proxy Authentication Required
        {tls}/hello       | {'proxy': '{bad-gateway}'}                 | failed connect    | refused: 502 Bad Gateway
        {tls}/hello       | {'proxy': '{garbage-proxy}'}               | failed connect    | proxy {garbage-proxy} does not speak HTTP
        {tls}/hello       | {'proxy': '{closing-proxy}'}               | failed connect    | proxy {closing-proxy} closed the connection
        {http}/hello      | {'proxy': '{nowhere}'}                     | failed connect    | connection refused
        # HTTP/2
        {h2}/hello        | {'body_matches': '^hello$'}                | success           | 200
        {h2}/version      | {'body_matches': '^HTTP_2 localhost:'}     | success           | 200
        {h2}/version      | {'http_version': 2, 'body_matches': 'HTTP_2'} | success        | 200
        {h2}/version      | {'http_version': '1.1', 'body_matches': 'HTTP_1_1'} | success  | 200
        {h2}/version      | {'headers': {'Host': 'virtual', 'Connection': 'close'}, 'body_matches': ' virtual$'} | success | 200
        {h2}/echo         | {'method': 'POST', 'body': 'sent', 'body_matches': '^POST sent$'} | success | 200
        {h2}/hello        | {'method': 'HEAD'}                         | success           | 200
        {h2}/large        | {'body_matches': '^x{1000}'}               | success           | 200
        {h2}/large        | {'compression': false}                     | success           | 200
        {h2}/large        | {'max_body_bytes': 10, 'body_matches': '^x{10}$'} | success    | 200
        {h2}/trailers     | {'compression': false, 'body_matches': '^hello$'} | success           | 200
        {h2}/hints        | {'body_matches': '^hello$'}                | success           | 200
        {h2}/to-hello     | {'body_matches': '^hello$'}                | success           | 200
        {h2}/nothing      | {}                                         | failed check      | status code 404
        {h2}/reset        | {}                                         | failed first_byte | reset the HTTP/2 stream: INTERNAL_ERROR
        {h2}/cancel       | {}                                         | failed transfer   | reset the HTTP/2 stream: CANCEL
        {h2}/goaway       | {}                                         | failed first_byte | ended the HTTP/2 connection: ENHANCE_YOUR_CALM
        {h2}/flood        | {}                                         | failed first_byte | reset the HTTP/2 stream: PROTOCOL_ERROR
        {h2}/short        | {'compression': false}                     | failed transfer   | answer is not HTTP
        {h2-flood}/       | {'http_version': 2}                        | failed first_byte | answer is not HTTP: Header size exceeded
        {h2-garbage}/     | {'http_version': 2}                        | failed first_byte | answer is not HTTP
        {h2-no-status}/   | {'http_version': 2}                        | failed transfer   | answer is not HTTP: no status
        {h2-refuses}/     | {'http_version': 2}                        | failed first_byte | reset the HTTP/2 stream: REFUSED_STREAM
        {h2-wants-http1}/ | {'http_version': 2}                        | failed first_byte | ended the HTTP/2 connection: HTTP_1_1_REQUIRED
        {h2-body-first}/  | {'http_version': 2}                        | failed first_byte | answer is not HTTP
        {h2-padded}/      | {'http_version': 2, 'body_matches': '^ok$'} | success          | 200
        {h2-ends}/        | {'http_version': 2}                        | failed first_byte | closed without an answer
        {h2}/silent       | {'timeout': 0.5}                           | timeout first_byte | no answer in time
        {h2c}/version     | {'http_version': 2, 'body_matches': 'HTTP_2'} | success        | 200
        {h2c}/version     | {'body_matches': 'HTTP_1_1'}               | success           | 200
        {not-h2c}/        | {'http_version': 2}                        | failed first_byte | answer is not HTTP
        {tls}/hello       | {'http_version': 2}                        | failed tls        | the server does not speak HTTP/2
        {alpn}/hello      | {'http_version': 2}                        | failed tls        | the server does not speak HTTP/2
        {alpn}/hello      | {'body_matches': 'hello'}                  | success           | 200
        """)
    void endAsTheTableSays(String url, String options, String end, String words) throws Exception {
        String written = site.filled(options);
        for (ProbeBench bench : url.matches("\\{(http|.*h2c|h2-.*)}.*")
                ? new ProbeBench[] {withBoringSsl}
                : new ProbeBench[] {withBoringSsl, withTheJdksTls}) {
            JsonObject full = new JsonObject(written.replace('\'', '"')).put("ca_file", authority);
            Measurement measured = bench.http(site.filled(url), full.encode());

            String phase = measured.failedPhase() == null
                    ? ""
                    : " " + measured.failedPhase().wireName();
            assertThat(measured.outcome().wireName() + phase)
                    .as(measured.message())
                    .isEqualTo(end);
            assertThat(measured.message()).contains(site.filled(words)).doesNotContain("secret", "Exception");
            if (measured.outcome() == Outcome.SUCCESS) {
                assertThat(measured.details().getJsonObject("phases").fieldNames())
                        .contains("request", "first_byte", "transfer");
            }
            double sum = measured.details().getJsonObject("phases").stream()
                    .mapToDouble(each -> ((Number) each.getValue()).doubleValue())
                    .sum();
            assertThat(Math.round(sum * 1e6)).isEqualTo(measured.nanos());
        }
    }
}
