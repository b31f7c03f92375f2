package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.net.icmp.NetworkNamespace;
import io.dialer.agent.probe.net.icmp.SlowRoute;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What {@code traceroute} says of each router against what the router really took. Run alone. */
class TracerouteTruthIT {
    private static final String TARGET = SlowRoute.NETWORK + "0.1";
    private static final double[] DELAYS_MS = {1, 20, 5, 120, 60};
    /** Noise of the machine only ever adds; what is asked for must be seen in one of these rounds. */
    private static final int ROUNDS = 10;

    @Test
    void theTimeOfEachHopIsWhatItsRouterTook() throws Exception {
        double[] nearest = new double[DELAYS_MS.length];
        Arrays.fill(nearest, Double.MAX_VALUE);
        try (NetworkNamespace namespace = NetworkNamespace.open();
                SlowRoute route = SlowRoute.open(namespace, DELAYS_MS)) {
            for (int round = 0; round < ROUNDS && worst(nearest) > 0.2; round++) {
                JsonArray hops = namespace.call(TracerouteTruthIT::hops);
                for (int distance = 1; distance <= DELAYS_MS.length; distance++) {
                    JsonObject hop = hops.getJsonObject(distance - 1);
                    String router = distance < DELAYS_MS.length ? SlowRoute.NETWORK + "255." + distance : TARGET;
                    assertThat(hop.getJsonArray("addresses")).containsExactly(router);
                    double away = Math.abs(hop.getJsonArray("rtts").getDouble(0) - route.appliedMs(distance));
                    nearest[distance - 1] = Math.min(nearest[distance - 1], away);
                }
            }
        }
        System.out.printf(
                "TracerouteTruthIT: routers of %s ms, distance to the truth %s ms%n",
                Arrays.toString(DELAYS_MS), Arrays.toString(nearest));
        assertThat(worst(nearest)).isLessThanOrEqualTo(0.2);
    }

    private static JsonArray hops() throws InterruptedException {
        try (ProbeBench bench = ProbeBench.ofSystem()) {
            Measurement measured = bench.traceroute(TARGET, "{'queries': 1, 'timeout': 10}");
            assertThat(measured.outcome()).as(measured.message()).isEqualTo(Outcome.SUCCESS);
            assertThat(measured.details().getInteger("hop_count")).isEqualTo(DELAYS_MS.length);
            return measured.details().getJsonArray("hops");
        }
    }

    private static double worst(double[] away) {
        return Arrays.stream(away).max().orElseThrow();
    }
}
