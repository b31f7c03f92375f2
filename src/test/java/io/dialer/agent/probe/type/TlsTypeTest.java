package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.RawServer;
import io.vertx.core.json.JsonObject;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is the type {@code tls}'s own. */
class TlsTypeTest {
    private static ProbeBench bench;
    private static String authority;

    @BeforeAll
    static void open() throws Exception {
        bench = ProbeBench.ofSystem();
        authority = Certificates.file(Certificates.AUTHORITY);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void wantsFourteenDaysUnlessToldOtherwise() throws Exception {
        try (RawServer server = RawServer.startTls(
                Certificates.serving(Certificates.server(-1, 9).buildIssuedBy(Certificates.AUTHORITY)),
                connection -> ((SSLSocket) connection).startHandshake())) {
            String target = "localhost:" + server.port();
            JsonObject trusting = new JsonObject().put("ca_file", authority);
            Measurement soon = bench.tls(target, trusting.encode());
            Measurement enough = bench.tls(target, trusting.put("min_days", 8).encode());
            Measurement unverified = bench.tls(target, "{'verify': false}");
            Measurement unverifiedSoon = bench.tls(target, "{'verify': false, 'min_days': 14}");

            assertThat(soon.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(soon.failedPhase()).isEqualTo(Phase.TLS);
            assertThat(soon.message()).contains("fewer than 14 days");
            assertThat(soon.details().getJsonObject("tls").getString("reason")).isEqualTo("expires_soon");
            assertThat(enough.outcome()).as(enough.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(enough.message()).contains("TLSv1.3", "8 days");
            assertThat(unverified.outcome()).as(unverified.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(unverifiedSoon.outcome()).isEqualTo(Outcome.FAILED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "::1", "[::1]", "localhost:0", ":443"})
    void needsAPort(String target) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> bench.tls(target, "{}"))
                .withMessageStartingWith("target: ");
    }

    @Test
    void isRefusedAsAnyConnection() throws Exception {
        Measurement measured = bench.tls("127.0.0.1:1", "{}");

        assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(measured.failedPhase()).isEqualTo(Phase.CONNECT);
        assertThat(measured.message()).isEqualTo("TLS probe of 127.0.0.1:1 failed: connection refused");
    }
}
