package io.dialer.agent.telemetry.metrics;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What a {@code dns} result says. Pure. */
final class DnsSamples {
    private DnsSamples() {}

    static List<Sample> of(JsonObject details) {
        JsonObject phases = ProbeSamples.object(details, "phases");
        List<Sample> samples = new ArrayList<>();
        samples.add(phase("resolve", phases, "resolve"));
        samples.add(phase("connect", phases, "connect", "tls"));
        samples.add(phase("request", phases, "request", "first_byte", "transfer"));
        samples.add(Sample.of(ProbeMetric.DNS_ANSWER_RRS, ProbeSamples.number(details, "answer_count")));
        samples.add(Sample.of(ProbeMetric.DNS_AUTHORITY_RRS, ProbeSamples.number(details, "authority_count")));
        samples.add(Sample.of(ProbeMetric.DNS_ADDITIONAL_RRS, ProbeSamples.number(details, "additional_count")));
        samples.add(Sample.of(ProbeMetric.DNS_QUERY_SUCCEEDED, details.getValue("rcode") != null));
        if (ProbeSamples.text(details, "type").equals("SOA")) {
            samples.add(Sample.of(ProbeMetric.DNS_SERIAL, ProbeSamples.number(details, "serial")));
        }
        return samples;
    }

    private static Sample phase(String name, JsonObject phases, String... ours) {
        double millis = 0;
        for (String phase : ours) {
            millis += ProbeSamples.number(phases, phase);
        }
        return Sample.ofPhase(ProbeMetric.DNS_DURATION, name, ProbeSamples.seconds(millis));
    }
}
