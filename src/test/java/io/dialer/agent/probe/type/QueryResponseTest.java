package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.RawServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code query_response} of {@code tcp}. */
class QueryResponseTest {
    private static ProbeBench bench;

    @BeforeAll
    static void open() {
        bench = ProbeBench.ofSystem();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'PONG ${1}', 'PONG k'",
        "'PONG \\1', 'PONG k'",
        "'${2}-${1}', 'x-k'",
        "'${name}', 'x'",
        "'${7}|$1|${0}', '|$1|PING k x'"
    })
    void aLineIsAnsweredWithGroupsOfTheMatch(String send, String expected) throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (RawServer server = RawServer.start(connection -> {
            RawServer.send(connection, "NOTICE wait\r\nPING k x\r\n");
            heard.complete(reader(connection).readLine());
            RawServer.send(connection, "001 welcome\n");
            RawServer.hang(connection);
        })) {
            Measurement measured = run(
                    server,
                    new JsonObject().put("expect", "^PING (\\S+) (?<name>.*)$").put("send", send),
                    new JsonObject().put("expect", "^001"));

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(heard.get(5, TimeUnit.SECONDS)).isEqualTo(expected);
            assertThat(measured.details().getJsonArray("query_response").getJsonObject(1))
                    .isEqualTo(new JsonObject().put("expect", "^001").put("line", "001 welcome"));
            JsonObject phases = measured.details().getJsonObject("phases");
            double sum = phases.stream()
                    .mapToDouble(phase -> ((Number) phase.getValue()).doubleValue())
                    .sum();
            assertThat(Math.round(sum * 1e6)).isEqualTo(measured.nanos());
            assertThat(phases.fieldNames()).contains("request", "first_byte");
        }
    }

    @Test
    void aStepMayBeginTls() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (RawServer server = RawServer.start(connection -> {
            RawServer.send(connection, "220 hi\r\n");
            reader(connection).readLine();
            RawServer.send(connection, "220 go\r\n");
            SSLSocket tls = (SSLSocket) Certificates.serving(Certificates.valid())
                    .getSocketFactory()
                    .createSocket(connection, null, false);
            tls.setUseClientMode(false);
            RawServer.send(tls, "secret greeting\r\n");
            heard.complete(reader(tls).readLine());
            RawServer.hang(tls);
        })) {
            JsonArray steps = new JsonArray()
                    .add(new JsonObject().put("expect", "^220").put("send", "STARTTLS"))
                    .add(new JsonObject().put("expect", "^220").put("starttls", true))
                    .add(new JsonObject().put("expect", "secret (\\w+)").put("send", "QUIT ${1}"));
            Measurement measured = bench.tcp(
                    "localhost:" + server.port(),
                    new JsonObject()
                            .put("query_response", steps)
                            .put("ca_file", Certificates.file(Certificates.AUTHORITY))
                            .encode());

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(heard.get(5, TimeUnit.SECONDS)).isEqualTo("QUIT greeting");
            assertThat(measured.details().getJsonObject("certificate").getBoolean("valid"))
                    .isTrue();
        }
    }

    @Test
    void aLastLineWithoutAnEndCounts() throws Exception {
        try (RawServer server = RawServer.start(connection -> RawServer.send(connection, "first\nlogin: "))) {
            assertThat(run(server, new JsonObject().put("expect", "^login:")).outcome())
                    .isEqualTo(Outcome.SUCCESS);
        }
    }

    @ParameterizedTest
    @CsvSource({"'', FIRST_BYTE, closed the connection", "'no\r\nnever\r\n', CHECK, 'the last one: never'"})
    void aServerThatClosesBeforeItMatchesFails(String says, Phase phase, String words) throws Exception {
        try (RawServer server = RawServer.start(connection -> RawServer.send(connection, says))) {
            Measurement measured = run(server, new JsonObject().put("expect", "^yes"));

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.FAILED);
            assertThat(measured.failedPhase()).isEqualTo(phase);
            assertThat(measured.message()).contains(words);
        }
    }

    @Test
    void aServerThatSaysSomethingElseAndStaysHasNotMatched() throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            RawServer.send(connection, "-NOAUTH\r\n");
            RawServer.hang(connection);
        })) {
            Measurement measured =
                    bench.tcp(server.authority(), "{'timeout': 0.3, 'query_response': [{'expect': '^[+]PONG'}]}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.FAILED);
            assertThat(measured.failedPhase()).isEqualTo(Phase.CHECK);
            assertThat(measured.message()).contains("^[+]PONG", "-NOAUTH");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes but not to its end"})
    void aServerThatSaysNoWholeLineInTimeIsATimeout(String says) throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            RawServer.send(connection, says);
            RawServer.hang(connection);
        })) {
            Measurement measured = bench.tcp(
                    server.authority(), "{'timeout': 0.3, 'query_response': [{'expect': '^yes', 'send': 'password'}]}");

            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.TIMEOUT);
            assertThat(measured.failedPhase()).isEqualTo(Phase.FIRST_BYTE);
            assertThat(measured.message()).contains("^yes");
            assertThat(measured.details().encode()).doesNotContain("password");
            assertThat(measured.nanos() / 1_000_000).isBetween(295L, 4_000L);
        }
    }

    @Test
    void whatIsReadIsLimited() throws Exception {
        try (RawServer server = RawServer.start(connection -> {
                    RawServer.send(connection, "x".repeat(66_000));
                    RawServer.hang(connection);
                });
                RawServer talkative = RawServer.start(connection -> {
                    while (true) {
                        RawServer.send(connection, "x".repeat(998) + "\r\n");
                    }
                })) {
            Measurement longLine = run(server, new JsonObject().put("expect", "y"));
            Measurement manyLines = run(talkative, new JsonObject().put("expect", "y"));

            assertThat(longLine.message()).contains("a line of more than 65536 bytes");
            assertThat(manyLines.message()).contains("more than 1048576 bytes");
            assertThat(manyLines.details().encode()).hasSizeLessThan(2_000);
        }
    }

    @Test
    void anExpressionThatNeverEndsIsCutOff() throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            RawServer.send(connection, "a".repeat(60) + "\n");
            RawServer.hang(connection);
        })) {
            Measurement measured = run(server, new JsonObject().put("expect", "^(a|aa)+\\1z$"));

            assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(measured.failedPhase()).isEqualTo(Phase.CHECK);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'x'", "[1]", "[{'expect': '('}]", "[{'expct': 'x'}]", "[{'send': []}]", "[{'starttls': 'y'}]"})
    void isNotMadeWithStepsThatCannotBe(String steps) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> bench.tcp("127.0.0.1", "{'query_response': " + steps + "}"));
    }

    private static Measurement run(RawServer server, JsonObject... steps) throws Exception {
        JsonArray all = new JsonArray();
        for (JsonObject step : steps) {
            all.add(step);
        }
        return bench.tcp(
                server.authority(), new JsonObject().put("query_response", all).encode());
    }

    private static BufferedReader reader(Socket connection) throws Exception {
        return new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }
}
