package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.icmp.RouterChain;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three routers between us and the target, in network namespaces. */
class TracerouteProbeTest {
    private RouterChain chain;

    @BeforeEach
    void build() throws Exception {
        chain = RouterChain.open();
    }

    @AfterEach
    void close() {
        chain.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.83.0.2", "fd83::2"})
    void eachRouterStandsAtItsDistance(String target) throws Exception {
        Measurement measured = trace(target, "{}");

        assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
        assertThat(measured.message()).isEqualTo("Traceroute to %s: reached at hop 4".formatted(target));
        boolean v6 = target.contains(":");
        assertThat(hops(measured).map(hop -> hop.getJsonArray("addresses").getString(0)))
                .containsExactlyElementsOf(
                        v6
                                ? List.of("fd80::2", "fd81::2", "fd82::2", "fd83::2")
                                : List.of("10.80.0.2", "10.81.0.2", "10.82.0.2", "10.83.0.2"));
        assertThat(hops(measured)).allSatisfy(hop -> {
            assertThat(hop.getInteger("sent")).isEqualTo(3);
            assertThat(hop.getDouble("loss")).isZero();
            assertThat(hop.getJsonArray("rtts")).hasSize(3).allMatch(time -> ((Number) time).doubleValue() < 500);
        });
        assertThat(measured.details().getDouble("execution_time")).isLessThan(3);
    }

    @Test
    void aRouterThatSaysNothingIsAHopWithoutAnAddress() throws Exception {
        // What it says itself has no way back; what it passes on has.
        chain.router(2).run("ip rule add iif lo to 10.80.0.0/24 blackhole");
        Measurement measured = trace("10.83.0.2", "{'queries': 2, 'wait_ms': 200}");

        assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
        JsonObject silent = hops(measured).toList().get(1);
        assertThat(silent.getJsonArray("addresses")).isEmpty();
        assertThat(silent.getDouble("loss")).isEqualTo(100);
        assertThat(hops(measured).toList().get(2).getDouble("loss")).isZero();
    }

    @Test
    void aWayThatARouterClosesEndsThere() throws Exception {
        chain.router(3).run("ip route add unreachable 10.99.0.0/16");
        Measurement measured = trace("10.99.0.1", "{}");

        assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(measured.failedPhase()).isEqualTo(Phase.CONNECT);
        assertThat(measured.message())
                .isEqualTo("Traceroute to 10.99.0.1 failed: the way ends at hop 3, 10.82.0.2: host unreachable");
        assertThat(measured.details().getInteger("hop_count")).isEqualTo(3);
    }

    @Test
    void aTargetThatIsSilentFailsAfterTheLastHop() throws Exception {
        chain.router(3).run("ip route add blackhole 10.98.0.0/16");
        Measurement measured = trace("10.98.0.1", "{'max_hops': 5, 'queries': 1, 'wait_ms': 200}");

        assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(measured.failedPhase()).isEqualTo(Phase.FIRST_BYTE);
        assertThat(measured.message()).endsWith("the target did not answer within 5 hops");
        assertThat(measured.details().getBoolean("reached")).isFalse();
    }

    @Test
    void timeThatRunsOutIsATimeoutWithWhatWasFound() throws Exception {
        chain.router(3).run("ip route add blackhole 10.98.0.0/16");
        Measurement measured = trace("10.98.0.1", "{'timeout': 0.5}");

        assertThat(measured.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(hops(measured)
                        .limit(2)
                        .map(hop -> hop.getJsonArray("addresses").getString(0)))
                .containsExactly("10.80.0.2", "10.81.0.2");
    }

    @Test
    void needsNoRootWhereDatagramSocketsAreAllowed() throws Exception {
        Measurement measured = chain.withoutRights(() -> bench("10.83.0.2", "{}"));

        assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
        assertThat(measured.details().getInteger("hop_count")).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_hops", "queries", "wait_ms", "timeout"})
    void isNotMadeWithAnOptionThatCannotBe(String option) {
        assertThatExceptionOfType(InvalidOption.class)
                .isThrownBy(() -> bench("127.0.0.1", "{'%s': 0}".formatted(option)))
                .withMessageStartingWith(option + ": ");
    }

    private Measurement trace(String target, String options) throws Exception {
        return chain.client().call(() -> bench(target, options));
    }

    private static Measurement bench(String target, String options) throws InterruptedException {
        try (ProbeBench bench = ProbeBench.ofSystem()) {
            return bench.traceroute(target, options);
        }
    }

    private static Stream<JsonObject> hops(Measurement measured) {
        return measured.details().getJsonArray("hops").stream().map(JsonObject.class::cast);
    }
}
