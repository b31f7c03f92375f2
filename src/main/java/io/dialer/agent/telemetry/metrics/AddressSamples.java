package io.dialer.agent.telemetry.metrics;

import io.netty.util.NetUtil;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which address the target's name led to. Pure. */
final class AddressSamples {
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private AddressSamples() {}

    static List<Sample> of(JsonObject details) {
        byte[] address = address(details);
        return List.of(
                Sample.of(ProbeMetric.DNS_LOOKUP_TIME, ProbeSamples.seconds(ProbeSamples.number(details, "dns_time"))),
                Sample.of(ProbeMetric.IP_PROTOCOL, address == null ? 0 : address.length == 4 ? 4 : 6),
                Sample.of(ProbeMetric.IP_ADDR_HASH, address == null ? 0 : (double) hash(address)));
    }

    private static byte @Nullable [] address(JsonObject details) {
        String text = ProbeSamples.text(details, "resolved_ip");
        if (text.isEmpty()) {
            text = ProbeSamples.text(details, "ip");
        }
        return NetUtil.createByteArrayFromIpAddressString(text);
    }

    /** FNV-1a of 32 bits (RFC 9923), without a sign. */
    static long hash(byte[] bytes) {
        int hash = FNV_OFFSET;
        for (byte one : bytes) {
            hash = (hash ^ (one & 0xff)) * FNV_PRIME;
        }
        return Integer.toUnsignedLong(hash);
    }
}
