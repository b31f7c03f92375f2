package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Phases;
import io.netty.util.NetUtil;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The details of a {@code traceroute} result; times in ms. Pure. */
final class TraceReport {
    private static final double STEPS_PER_MILLI = 1e3;

    private TraceReport() {}

    static JsonObject of(
            String host, @Nullable InetAddress target, List<TraceHop> hops, Phases phases, Messages messages) {
        boolean reached = !hops.isEmpty() && hops.getLast().isTarget();
        return new JsonObject()
                .put("target", host)
                .put("resolved_ip", target == null ? "" : NetUtil.toAddressString(target))
                .put("reached", reached)
                .put("hop_count", hops.size())
                .put("hops", hops(hops, messages))
                .put("response_time", reached ? rounded(hops.getLast().averageMillis()) : 0)
                .put("execution_time", phases.totalNanos() / 1e9)
                .put("dns_time", phases.millis(Phase.RESOLVE))
                .put("phases", phases.toJson());
    }

    /** One entry for each distance, the nearest first; one without addresses is a router that does not answer. */
    static JsonArray hops(List<TraceHop> hops, Messages messages) {
        JsonArray report = new JsonArray();
        hops.forEach(hop -> report.add(hop(hop, messages)));
        return report;
    }

    private static JsonObject hop(TraceHop hop, Messages messages) {
        JsonArray roundTrips = new JsonArray();
        hop.roundTrips().forEach(nanos -> roundTrips.add(rounded(nanos / 1e6)));
        JsonObject entry = new JsonObject()
                .put("hop", hop.distance())
                .put(
                        "addresses",
                        new JsonArray(hop.addresses().stream()
                                .map(NetUtil::toAddressString)
                                .toList()))
                .put("sent", hop.sent())
                .put("received", hop.roundTrips().size())
                .put("loss", rounded(hop.loss()))
                .put("rtts", roundTrips);
        if (hop.refusal() != null) {
            entry.put("error", messages.text(hop.refusal()));
        }
        return entry;
    }

    private static double rounded(double value) {
        return Math.round(value * STEPS_PER_MILLI) / STEPS_PER_MILLI;
    }
}
