package io.dialer.agent.probe.type.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.RawServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcProbeTest {
    private static Vertx vertx;
    private static ProbeNetwork network;
    private static HealthServer server;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        network = ProbeNetwork.ofSystem(vertx);
        server = HealthServer.start();
    }

    @AfterAll
    static void close() {
        server.close();
        network.close();
        vertx.close().await();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            serving         | success | 0  | SERVING         | : SERVING
            ''              | success | 0  | SERVING         | : SERVING
            more_fields     | success | 0  | SERVING         | : SERVING
            unknown         | failed  | 0  | UNKNOWN         | the service is UNKNOWN
            not_serving     | failed  | 0  | NOT_SERVING     | the service is NOT_SERVING
            service_unknown | failed  | 0  | SERVICE_UNKNOWN | the service is SERVICE_UNKNOWN
            seventeen       | failed  | 0  | 17              | the service is 17
            unimplemented   | failed  | 12 |                 | the call ended with UNIMPLEMENTED: no such 你
            not_found       | failed  | 5  |                 | the call ended with NOT_FOUND: unknown service
            no_message      | failed  | 0  |                 | the answer cannot be read: no message
            cut             | failed  |    |                 | ends within a number
            no_status       | failed  |    |                 | the answer has no gRPC status
            http_503        | failed  |    |                 | its status code is 503
            html            | failed  |    |                 | its content type is "text/html\"""")
    void everyAnswerIsTold(String service, String outcome, Integer status, String serving, String message)
            throws Exception {
        Measurement measured = grpc(
                server.authority(), new JsonObject().put("service", service).encode());

        assertThat(measured.outcome().wireName()).as(measured.message()).isEqualTo(outcome);
        assertThat(measured.failedPhase()).isEqualTo(outcome.equals("success") ? null : Phase.CHECK);
        assertThat(measured.message()).endsWith(message);
        assertThat(measured.details().getInteger("grpc_status")).isEqualTo(status);
        assertThat(measured.details().getString("serving_status")).isEqualTo(serving);
        assertThat(measured.details().getString("resolved_ip")).isEqualTo("127.0.0.1");
        double sum = measured.details().getJsonObject("phases").stream()
                .mapToDouble(phase -> ((Number) phase.getValue()).doubleValue())
                .sum();
        assertThat(Math.round(sum * 1e6)).isEqualTo(measured.nanos());
    }

    @Test
    void metadataAndWhatGrpcWantsAreSent() throws Exception {
        grpc(server.authority(), "{'metadata': {'X-Tenant': 'blue'}, 'timeout': 3}");

        assertThat(server.headers())
                .contains(
                        Map.entry("x-tenant", "blue"),
                        Map.entry("te", "trailers"),
                        Map.entry("content-type", "application/grpc"),
                        Map.entry("grpc-timeout", "3000m"));
    }

    @Test
    void tlsIsJudgedAndShown() throws Exception {
        try (HealthServer secure = HealthServer.startTls()) {
            Measurement trusted = grpc(
                    secure.authority(),
                    "{'tls': true, 'ca_file': '%s'}".formatted(Certificates.file(Certificates.AUTHORITY)));
            Measurement untrusted = grpc(secure.authority(), "{'tls': true}");
            Measurement plain = grpc(secure.authority(), "{}");

            assertThat(trusted.outcome()).as(trusted.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(trusted.details().getJsonObject("certificate").getBoolean("valid"))
                    .isTrue();
            assertThat(untrusted.failedPhase()).isEqualTo(Phase.TLS);
            assertThat(plain.outcome()).as(plain.message()).isEqualTo(Outcome.FAILED);
        }
    }

    @Test
    void silenceIsATimeoutAndAResetAFailure() throws Exception {
        assertThat(grpc(server.authority(), "{'service': 'silent', 'timeout': 0.3}")
                        .outcome())
                .isEqualTo(Outcome.TIMEOUT);
        assertThat(grpc(server.authority(), "{'service': 'reset'}").message()).contains("reset");
    }

    @Test
    void aServerOfSomethingElseFails() throws Exception {
        try (RawServer other = RawServer.answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(grpc(other.authority(), "{}").outcome()).isEqualTo(Outcome.FAILED);
        }
        assertThat(grpc("127.0.0.1:1", "{}").failedPhase()).isEqualTo(Phase.CONNECT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1   | {}                            | target
            127.0.0.1:1 | {'metadata': {'a b': 'c'}}    | metadata
            127.0.0.1:1 | {'tls': 'maybe'}              | tls
            127.0.0.1:1 | {'timeout': 0}                | timeout""")
    void isNotMadeWithAnOptionThatCannotBe(String target, String options, String option) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> grpc(target, options))
                .withMessageStartingWith(option + ": ");
    }

    private static Measurement grpc(String target, String options) throws InterruptedException {
        Probe probe = new GrpcProbeFactory()
                .create(
                        ProbeTask.once("grpc", target, new JsonObject()),
                        new Options(new JsonObject(options.replace('\'', '"')), new JsonObject()),
                        new ProbeContext(new Messages(Locale.ENGLISH), Map.of(ProbeNetwork.class, network)));
        return probe.run(Deadline.in(probe.timeout()));
    }
}
