package io.dialer.agent.telemetry.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What a {@code grpc} result says. Pure. */
final class GrpcSamples {
    private static final List<String> SERVING_STATUSES =
            List.of("UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN");
    /** gRPC's own code for a server that cannot be reached, which is what its libraries say without an answer. */
    private static final int UNAVAILABLE = 14;

    private GrpcSamples() {}

    /** There, this prober says nothing of the chain as a whole, and names an end of 0 where there is no certificate. */
    static List<Sample> asUpstream(List<Sample> samples) {
        List<Sample> theirs = new ArrayList<>(samples);
        theirs.removeIf(sample -> sample.metric() == ProbeMetric.SSL_LAST_CHAIN_EXPIRY);
        if (theirs.stream().noneMatch(sample -> sample.metric() == ProbeMetric.SSL_EARLIEST_CERT_EXPIRY)) {
            theirs.add(Sample.of(ProbeMetric.SSL_EARLIEST_CERT_EXPIRY, 0));
        }
        return theirs;
    }

    static List<Sample> of(JsonObject details) {
        JsonObject phases = ProbeSamples.object(details, "phases");
        double resolve = ProbeSamples.number(phases, "resolve");
        double all = phases.stream()
                .mapToDouble(phase -> phase.getValue() instanceof Number millis ? millis.doubleValue() : 0)
                .sum();
        boolean answered = details.getValue("grpc_status") instanceof Number;
        List<Sample> samples = new ArrayList<>();
        samples.add(Sample.ofPhase(ProbeMetric.GRPC_DURATION, "resolve", ProbeSamples.seconds(resolve)));
        samples.add(Sample.ofPhase(ProbeMetric.GRPC_DURATION, "check", ProbeSamples.seconds(all - resolve)));
        samples.add(Sample.of(ProbeMetric.GRPC_SSL, answered && Boolean.TRUE.equals(details.getValue("ssl"))));
        samples.add(Sample.of(
                ProbeMetric.GRPC_STATUS_CODE, answered ? ProbeSamples.number(details, "grpc_status") : UNAVAILABLE));
        String serving = ProbeSamples.text(details, "serving_status");
        for (String status : SERVING_STATUSES) {
            samples.add(new Sample(
                    ProbeMetric.GRPC_HEALTHCHECK_RESPONSE,
                    Labels.of("serving_status", status),
                    status.equals(serving) ? 1 : 0));
        }
        return samples;
    }
}
