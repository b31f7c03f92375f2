package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.net.AddressOption;
import io.dialer.agent.probe.net.IpVersion;
import io.dialer.agent.probe.net.icmp.EchoShape;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code ping}.
 *
 * @param count requests of a run
 * @param interval from one request to the next
 * @param finalWait how long the answers may take after the last request
 * @param size bytes of payload
 * @param timeToLive TTL or hop limit of the requests
 * @param dontFragment true: a request too long for the way fails instead of being cut
 * @param maxLoss percent; a run whose loss is at most this is a success as long as anything came back. 100 where the task
 *     says nothing
 * @param timeout of one attempt
 * @param ipVersion the families to look up; the source address's family where one is given
 * @param source the address to send from; null: as the routes say
 */
record PingOptions(
        int count,
        Duration interval,
        Duration finalWait,
        int size,
        int timeToLive,
        boolean dontFragment,
        double maxLoss,
        Duration timeout,
        IpVersion ipVersion,
        @Nullable InetAddress source) {

    private static final double SECONDS_FOR_RESOLVING = 5;

    static PingOptions from(Options options) {
        int count = options.integer("count", 4, 1, 1_000);
        Duration interval = options.millis("interval_ms", 200, 1, 60_000);
        Duration wait = options.millis("wait_ms", 1_000, 1, 60_000);
        InetAddress source = AddressOption.sourceOf(options);
        return new PingOptions(
                count,
                interval,
                wait,
                options.integer("size", 56, 0, EchoShape.MOST_PAYLOAD_BYTES),
                options.integer("ttl", 64, 1, 255),
                options.flag("dont_fragment", false),
                options.number("max_loss", 100, 0, 100),
                options.seconds("timeout", defaultTimeoutSeconds(count, interval, wait), 0.001, 86_400),
                AddressOption.familyFor(options, source),
                source);
    }

    /** 10 s, or what so many requests need: a task that only sets {@code count} shall not be cut off by a default. */
    private static double defaultTimeoutSeconds(int count, Duration interval, Duration wait) {
        Duration needed = interval.multipliedBy(count - 1L).plus(wait);
        return Math.max(10, Math.ceil(needed.toMillis() / 1e3 + SECONDS_FOR_RESOLVING));
    }
}
