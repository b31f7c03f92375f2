package io.dialer.agent.probe.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.backend.Wire;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.testing.Configurations;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which steps run, how long they may take, and what comes of what goes wrong. */
class ApiFlowTest {
    private static ApiBench bench;

    @BeforeAll
    static void open() throws Exception {
        bench = new ApiBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    /** Steps: {@code +} works, {@code -} does not, {@code f} makes it fail fast, {@code a} makes it run always. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "+ + +, success success success",
        "+ - +, success failed success",
        "+ -f + +, success failed skipped skipped",
        "-f + +a, failed skipped success",
        "-f -a +, failed failed skipped",
        "+f +a, success success",
        "+a -f + +a -a, success failed skipped success failed",
    })
    void runAsFailFastAndAlwaysSay(String steps, String statuses) {
        StringBuilder config = new StringBuilder("{'steps': [");
        for (String step : steps.split(" ", -1)) {
            config.append("{'request': {'url': '/status/")
                    .append(step.startsWith("+") ? 200 : 500)
                    .append("'}, 'fail_fast': ")
                    .append(step.endsWith("f"))
                    .append(", 'always': ")
                    .append(step.endsWith("a"))
                    .append(", 'assertions': [{'expected': 200}, {'source': 'size', 'expected': '0'}]},");
        }
        Measurement measured = bench.measure(config.deleteCharAt(config.length() - 1) + "]}");

        assertThat(steps(measured))
                .extracting(step -> step.getString("status"))
                .containsExactly(statuses.split(" ", -1));
        boolean worked = !statuses.contains("failed");
        assertThat(measured.outcome()).isEqualTo(worked ? Outcome.SUCCESS : Outcome.FAILED);
        assertThat(measured.failedPhase()).isEqualTo(worked ? null : Phase.CHECK);
        assertThat(measured.details().getString("error_type")).isEqualTo(worked ? "" : "assertion_failed");
        assertThat(measured.details().getBoolean("assertion_passed")).isEqualTo(worked);
        long ran = steps(measured).stream()
                .filter(step -> !step.getString("status").equals("skipped"))
                .count();
        long broke = steps(measured).stream()
                .filter(step -> step.getString("status").equals("failed"))
                .count();
        assertThat(measured.details().getLong("total_assertions")).isEqualTo(2 * ran);
        assertThat(measured.details().getLong("passed_assertions")).isEqualTo(2 * ran - broke);
    }

    /** A row: request, then outcome, phase, and the least and the most milliseconds it may take. */
    @ParameterizedTest(name = "{0}: {1} in {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                'url': '/slow-head', 'timeout': 0.3                       | timeout | first_byte | 290 | 1500
                'url': '/slow-head', 'timeout': {'connect': 5, 'read': 0.3} | timeout | first_byte | 290 | 1500
                'url': '/slow-body', 'timeout': {'read': '0.3'}           | timeout | transfer   | 290 | 1500
                'url': 'http://127.0.0.1:{deaf}/', 'timeout': {'connect': 0.3, 'read': 9} | timeout | connect | 290 | 1500
                'url': '/gone'                                            | failed  | first_byte | 0 | 5000
                'url': 'http://127.0.0.1:1/'                              | failed  | connect    | 0 | 5000
                'url': '/to/302?/to/302', 'max_redirects': 0              | success | -          | 0 | 5000
                'url': '/to/302?/to/302?/json', 'max_redirects': 1        | failed  | check      | 0 | 5000
                'url': '/to/302?/gone'                                    | failed  | first_byte | 0 | 5000
                'url': '{tls}/echo'                                       | failed  | tls        | 0 | 5000
                'url': '{tls}/echo', 'ssl_verify': false                  | success | -          | 0 | 5000
                'url': '{tls}/echo', 'ssl_verify': 'false'                | success | -          | 0 | 5000
                """)
    void endAsTheRequestDoes(String request, String outcome, String phase, int least, int most) throws Exception {
        try (java.net.ServerSocket deaf = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                java.net.Socket first = new java.net.Socket(deaf.getInetAddress(), deaf.getLocalPort());
                java.net.Socket second = new java.net.Socket(deaf.getInetAddress(), deaf.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            String url = request.replace("{deaf}", Integer.toString(deaf.getLocalPort()));
            ProbeResult result = bench.run("{'steps': [{'request': {" + url
                    + "}, 'assertions': [{'source': 'size', 'operator': 'exists'}]}]}");

            JsonObject step = steps(result.measurement()).getFirst();
            assertThat(step.getString("outcome"))
                    .as(result.measurement().message())
                    .isEqualTo(outcome);
            assertThat(result.outcome().wireName()).isEqualTo(outcome);
            assertThat(step.getString("failed_phase", "-")).isEqualTo(phase);
            assertThat(step.getDouble("response_time_ms")).isBetween((double) least, (double) most);
            double sum = step.getJsonObject("phases").stream()
                    .mapToDouble(each -> ((Number) each.getValue()).doubleValue())
                    .sum();
            assertThat(sum).isCloseTo(step.getDouble("response_time_ms"), org.assertj.core.data.Offset.offset(0.001));
            assertThat(step.getJsonArray("assertions")).hasSize(1);
            if (!outcome.equals("success")) {
                assertThat(step.getString("error"))
                        .isEqualTo(step.getString("message"))
                        .isNotEmpty();
                assertThat(step.getJsonArray("assertions").getJsonObject(0).getBoolean("result"))
                        .isFalse();
            }
        }
    }

    @Test
    void leaveTimeForTheStepsThatCleanUp() {
        long before = System.nanoTime();
        Measurement measured = bench.measure(
                "{'timeout': 1.5, 'steps': [{'name': 'hangs', 'request': {'url': '/slow-head'}},"
                        + " {'request': {'url': '/json'}}, {'name': 'cleans', 'always': true, 'request': {'url': '/echo', 'method': 'DELETE'}}]}");

        assertThat(steps(measured))
                .extracting(step -> step.getString("outcome"))
                .containsExactly("timeout", "skipped", "success");
        assertThat(measured.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(measured.details().getString("error_type")).isEqualTo("timeout");
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(1_150), Duration.ofMillis(2_900));
    }

    @Test
    void isNoSuccessWhereTimeLeftStepsOut() {
        Measurement measured =
                bench.measure("{'timeout': 0.6, 'steps': [{'request': {'url': '/slow-head', 'timeout': {'read': 9}}},"
                        + " {'request': {'url': '/json'}}]}");
        assertThat(steps(measured))
                .extracting(step -> step.getString("outcome"))
                .containsExactly("timeout", "skipped");

        Measurement checked = bench.measure("{'timeout': 0.5, 'steps': [{'request': {'url': '/large'},"
                + " 'assertions': [{'source': 'body', 'operator': 'regex', 'expected': '(x+x+)+y'}]},"
                + " {'name': 'never', 'request': {'url': '/json'}}]}");
        assertThat(checked.outcome()).isNotEqualTo(Outcome.SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 500, 990, 1_000})
    void passDeepValuesOnAsText(int depth) {
        String deep = "[".repeat(depth) + "]".repeat(depth);
        ProbeResult result =
                bench.run("{'steps': [{'request': {'url': '/say', 'method': 'POST', 'body': '" + deep + "'},"
                        + " 'variables': [{'name': '$deep', 'source': 'body', 'expression': '$'}],"
                        + " 'assertions': [{'source': 'body', 'expression': '$', 'operator': 'exists'}]},"
                        + " {'always': true, 'request': {'url': '/say', 'method': 'POST', 'body': '$deep'}}]}");

        assertThat(result.outcome()).as(result.measurement().message()).isEqualTo(Outcome.SUCCESS);
        assertThat(steps(result.measurement()).get(1).getJsonObject("response").getString("body"))
                .isEqualTo(deep);
        // As it is stored, and as it is posted.
        assertThat(result.toJson().encode()).isNotEmpty();
        assertThat(Wire.result(Configurations.of("{}"), result).encode()).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                digits       | {'source': 'body', 'operator': 'greater_than', 'expected': '5'}
                deep scans   | {'source': 'body', 'expression': '$..a..a..a', 'operator': 'exists'}
                the root within a filter | {'source': 'body', 'expression': '$[?(@.a == $..b)]', 'operator': 'exists'}
                """)
    void endSoonWhateverTheAnswerIs(String what, String assertion) {
        long before = System.nanoTime();
        Measurement measured = bench.measure(
                "{'timeout': 5, 'steps': [{'request': {'url': '/digits'}, 'assertions': [" + assertion + "]}]}");

        assertThat(measured.outcome()).as(what).isEqualTo(Outcome.FAILED);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void keepWhatCameBeforeAnAnswerBroke() {
        JsonObject step = bench.step("{'request': {'url': '/slow-body', 'timeout': 0.3}, 'assertions': [{}]}");

        assertThat(step.getJsonObject("response").getInteger("status_code")).isEqualTo(200);
        assertThat(step.getString("failed_phase")).isEqualTo("transfer");
        assertThat(step.getJsonArray("assertions").getJsonObject(0).getBoolean("result"))
                .isFalse();
    }

    @Test
    void showAClientCertificateFromOneFileOrTwo() throws Exception {
        var client = Certificates.server(-1, 90)
                .subject("CN=client")
                .addExtendedKeyUsageClientAuth()
                .buildIssuedBy(Certificates.AUTHORITY);
        String chain = client.toTempCertChainPem().getPath();
        String key = client.toTempPrivateKeyPem().getPath();
        java.nio.file.Path both = java.nio.file.Files.createTempFile("both", ".pem");
        java.nio.file.Files.writeString(
                both,
                java.nio.file.Files.readString(java.nio.file.Path.of(key))
                        + java.nio.file.Files.readString(java.nio.file.Path.of(chain)));
        for (String files :
                List.of("'ssl_cert': '" + chain + "', 'ssl_key': '" + key + "'", "'ssl_cert': '" + both + "'")) {
            Measurement measured = bench.measure(
                    "{'ca_file': '" + Certificates.file(Certificates.AUTHORITY) + "', 'steps': [{'request':"
                            + " {'url': '{tls}/echo', " + files
                            + "}, 'assertions': [{'source': 'body', 'expression': '$.client',"
                            + " 'operator': 'equals', 'expected': 'CN=client'}]}]}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(steps(measured).getFirst().getJsonObject("tls").isEmpty())
                    .isFalse();
        }
        java.nio.file.Files.delete(both);
    }

    @Test
    void tellWhichStepBrokeInChinese() throws Exception {
        try (ApiBench chinese = new ApiBench(Locale.CHINESE)) {
            assertThat(chinese.measure("{'steps': [{'request': {'url': '/json'}}, {'request': {'url': '/json'}}]}")
                            .message())
                    .isEqualTo("成功完成所有 2 个步骤");
            assertThat(chinese.measure(
                                    "{'steps': [{'name': '登录', 'request': {'url': '/json'}, 'assertions': [{'expected': 201}]}]}")
                            .message())
                    .startsWith("步骤 1 (登录) 失败: 断言失败 1/1");
        }
    }

    @Test
    void endAnExpressionThatBacktracks() {
        Measurement measured = bench.measure("{'timeout': 5, 'steps': [{'request': {'url': '/large?end=y'},"
                + " 'variables': [{'name': '$v', 'expression': '(x+x+)+z'}],"
                + " 'assertions': [{'source': 'body', 'operator': 'regex', 'expected': '^(x|xx)+z$'}]}]}");

        assertThat(measured.outcome()).isNotEqualTo(Outcome.SUCCESS);
        assertThat(measured.details().encode()).contains("too many steps");
    }

    @Test
    void failAJsonPathThatCannotBeFollowedWithItsReason() {
        JsonObject step =
                bench.step("{'request': {'url': '/text'}, 'assertions': [{'source': 'json_body', 'property': '$.a'},"
                        + " {'source': 'body', 'expression': '$.[', 'operator': 'exists'}]}");

        assertThat(step.getString("status")).isEqualTo("failed");
        assertThat(step.getJsonArray("assertions").getJsonObject(0).getString("message"))
                .contains("body is not JSON");
        assertThat(step.getJsonArray("assertions").getJsonObject(1).getString("message"))
                .contains("not a JSONPath");
    }

    private static List<JsonObject> steps(Measurement measured) {
        return measured.details().getJsonArray("steps").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
