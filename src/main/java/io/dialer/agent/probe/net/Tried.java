package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Sentence;
import io.netty.util.NetUtil;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An address to which no connection came about.
 *
 * @param errno Linux's error number; 0 where it is not known
 * @param why what happened
 * @param nanos how long it was tried
 */
public record Tried(InetAddress address, int errno, Sentence why, long nanos) {
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** Several as they stand in a result's details. */
    public static JsonArray toJson(List<Tried> tried, Messages messages) {
        JsonArray report = new JsonArray();
        for (Tried one : tried) {
            report.add(new JsonObject()
                    .put("address", NetUtil.toAddressString(one.address))
                    .put("return_code", one.errno)
                    .put("reason", messages.text(one.why))
                    .put("time", one.nanos / NANOS_PER_MILLI));
        }
        return report;
    }
}
