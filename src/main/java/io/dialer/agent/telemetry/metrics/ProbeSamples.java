package io.dialer.agent.telemetry.metrics;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A result under blackbox_exporter's names. Pure. */
public final class ProbeSamples {
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final Set<String> TYPES_WITH_ADDRESS =
            Set.of("http", "tcp", "tls", "ping", "dns", "grpc", "udp", "traceroute", "websocket");

    private ProbeSamples() {}

    /**
     * What blackbox_exporter would say of it.
     *
     * @param success whether it is one, which a module may see more strictly than our type
     */
    public static List<Sample> of(ProbeResult result, boolean success) {
        List<Sample> samples = common(result, success);
        if (handshakeStood(result)) {
            samples.addAll(TlsSamples.of(result.measurement().details()));
        }
        return result.taskType().equals("grpc") ? GrpcSamples.asUpstream(samples) : samples;
    }

    private static List<Sample> common(ProbeResult result, boolean success) {
        List<Sample> samples = new ArrayList<>();
        samples.add(Sample.of(ProbeMetric.SUCCESS, success));
        samples.add(Sample.of(ProbeMetric.DURATION, result.durationSeconds()));
        JsonObject details = result.measurement().details();
        boolean begun =
                result.outcome() != Outcome.ERROR || result.measurement().failedPhase() != null;
        String type = result.taskType();
        if (begun && TYPES_WITH_ADDRESS.contains(type)) {
            samples.addAll(AddressSamples.of(details));
        }
        switch (type) {
            case "http" -> {
                if (begun) {
                    samples.addAll(
                            HttpSamples.phases(details, result.measurement().failedPhase()));
                }
                samples.addAll(HttpSamples.of(details));
            }
            case "tcp", "tls", "websocket" -> samples.addAll(DialogSamples.of(details));
            case "ping" -> samples.addAll(PingSamples.of(details));
            case "grpc" -> samples.addAll(GrpcSamples.of(details));
            case "dns" -> samples.addAll(DnsSamples.of(details));
            default -> {}
        }
        return samples;
    }

    /** A certificate that was refused is not shown there. */
    private static boolean handshakeStood(ProbeResult result) {
        Phase failed = result.measurement().failedPhase();
        return result.taskType().equals("http")
                ? number(result.measurement().details(), "status_code") > 0
                : failed == null || failed.compareTo(Phase.TLS) > 0;
    }

    /** The same of a task's last run, with what we know beyond that. */
    static List<Sample> ofTask(ProbeResult result) {
        List<Sample> samples = common(result, result.outcome() == Outcome.SUCCESS);
        samples.addAll(TlsSamples.of(result.measurement().details()));
        Phase failed = result.measurement().failedPhase();
        samples.add(Sample.info(
                ProbeMetric.TASK_OUTCOME_INFO,
                "outcome",
                result.outcome().wireName(),
                "failed_phase",
                failed == null ? "" : failed.wireName()));
        samples.add(Sample.of(ProbeMetric.TASK_LAST_RUN, result.startedAt().toEpochMilli() / MILLIS_PER_SECOND));
        JsonObject details = result.measurement().details();
        if (details.getValue("phases") instanceof JsonObject phases) {
            phases.forEach(phase -> {
                if (phase.getValue() instanceof Number millis) {
                    samples.add(Sample.ofPhase(ProbeMetric.TASK_PHASE, phase.getKey(), seconds(millis)));
                }
            });
        }
        switch (result.taskType()) {
            case "ping" -> samples.addAll(PingSamples.ofTask(details));
            case "traceroute" -> samples.add(Sample.of(ProbeMetric.TASK_TRACEROUTE_HOPS, number(details, "hop_count")));
            default -> {}
        }
        return samples;
    }

    /** Of what a result's details give in milliseconds. */
    static double seconds(Number millis) {
        return millis.doubleValue() / MILLIS_PER_SECOND;
    }

    /** A plugin may say anything in the details of its own type, and a type of ours may be replaced by one. */
    static double number(JsonObject details, String name) {
        return details.getValue(name) instanceof Number number ? number.doubleValue() : 0;
    }

    static JsonObject object(JsonObject details, String name) {
        return details.getValue(name) instanceof JsonObject object ? object : new JsonObject();
    }

    static JsonArray list(JsonObject details, String name) {
        return details.getValue(name) instanceof JsonArray list ? list : new JsonArray();
    }

    static String text(JsonObject details, String name) {
        return details.getValue(name) instanceof String text ? text : "";
    }
}
