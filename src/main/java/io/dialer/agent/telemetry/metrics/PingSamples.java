package io.dialer.agent.telemetry.metrics;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What a {@code ping} result says. Pure. */
final class PingSamples {
    private static final double PERCENT = 100;

    private PingSamples() {}

    static List<Sample> of(JsonObject details) {
        List<Sample> samples = new ArrayList<>();
        boolean answered = ProbeSamples.number(details, "packets_received") > 0;
        samples.add(phase("resolve", ProbeSamples.number(details, "dns_time")));
        // The sockets are open before the run.
        samples.add(phase("setup", 0));
        samples.add(phase("rtt", answered ? ProbeSamples.number(details, "rtt_avg") : 0));
        if (answered) {
            samples.add(Sample.of(ProbeMetric.ICMP_REPLY_HOP_LIMIT, ProbeSamples.number(details, "ttl")));
        }
        return samples;
    }

    static List<Sample> ofTask(JsonObject details) {
        return List.of(
                Sample.of(ProbeMetric.TASK_PING_LOSS, ProbeSamples.number(details, "packet_loss") / PERCENT),
                Sample.of(ProbeMetric.TASK_PING_JITTER, ProbeSamples.seconds(ProbeSamples.number(details, "jitter"))));
    }

    private static Sample phase(String name, double millis) {
        return Sample.ofPhase(ProbeMetric.ICMP_DURATION, name, ProbeSamples.seconds(millis));
    }
}
