package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.net.AddressOption;
import io.dialer.agent.probe.net.IpVersion;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code traceroute}.
 *
 * @param mostHops where the search for the target ends
 * @param queries requests for each hop
 * @param patience how long an answer may take
 * @param timeout of one attempt
 * @param ipVersion the families that may be used
 * @param source our own address; null: the system chooses
 */
record TraceOptions(
        int mostHops,
        int queries,
        Duration patience,
        Duration timeout,
        IpVersion ipVersion,
        @Nullable InetAddress source) {
    static TraceOptions from(Options options) {
        InetAddress source = AddressOption.sourceOf(options);
        return new TraceOptions(
                options.integer("max_hops", 30, 1, 255),
                options.integer("queries", 3, 1, 10),
                options.millis("wait_ms", 1_000, 1, 60_000),
                options.seconds("timeout", 20, 0.001, 3600),
                AddressOption.familyFor(options, source),
                source);
    }
}
