package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Evidence;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.net.IpVersion;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.Resolver;
import io.dialer.agent.probe.type.dns.ResolverAnswers;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The way to a target and what the name servers say of it, once in five minutes at most. */
final class NetworkEvidence implements Evidence {
    private static final Duration PAUSE = Duration.ofMinutes(5);
    private static final Duration LONGEST_LOOK_UP = Duration.ofSeconds(2);
    private static final Duration LONGEST_TRACE = Duration.ofSeconds(3);
    private static final int MOST_HOPS = 30;
    private static final int QUERIES = 2;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final String host;
    private final ResolverAnswers resolver;
    private final Probe traceroute;
    private final LongSupplier nanoTime;
    private @Nullable Long lastNanos;

    NetworkEvidence(String host, IpVersion ipVersion, ProbeNetwork network, Messages messages, LongSupplier nanoTime) {
        this.host = host;
        this.resolver = new ResolverAnswers(network, messages);
        this.traceroute = new TracerouteProbe(
                host,
                new TraceOptions(MOST_HOPS, QUERIES, PATIENCE, LONGEST_TRACE, ipVersion, null),
                network,
                messages);
        this.nanoTime = nanoTime;
    }

    /** The same probe, with evidence where its task asks for it by {@code evidence}. */
    static Probe around(Probe probe, Options options, String host, ProbeNetwork network, Messages messages) {
        if (!options.flag("evidence", false)) {
            return probe;
        }
        Evidence evidence = new NetworkEvidence(host, IpVersion.from(options), network, messages, System::nanoTime);
        return new Probe() {
            @Override
            public Measurement run(Deadline deadline) throws InterruptedException {
                return probe.run(deadline);
            }

            @Override
            public Duration timeout() {
                return probe.timeout();
            }

            @Override
            public Evidence evidence() {
                return evidence;
            }
        };
    }

    @Override
    public Duration most() {
        return LONGEST_LOOK_UP.plus(LONGEST_TRACE);
    }

    @Override
    public @Nullable JsonObject gather(Deadline deadline) throws InterruptedException {
        long now = nanoTime.getAsLong();
        if (lastNanos != null && now - lastNanos < PAUSE.toNanos()) {
            return null;
        }
        lastNanos = now;
        JsonObject evidence = new JsonObject()
                .put("gathered_at", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        if (Resolver.literal(host).isEmpty()) {
            evidence.put("resolver", resolver.about(host, deadline.within(LONGEST_LOOK_UP)));
        }
        Measurement way = traceroute.run(deadline.within(LONGEST_TRACE));
        return evidence.put(
                "traceroute",
                new JsonObject()
                        .put("outcome", way.outcome().wireName())
                        .put("message", way.message())
                        .put("resolved_ip", way.details().getValue("resolved_ip"))
                        .put("hops", way.details().getValue("hops")));
    }
}
