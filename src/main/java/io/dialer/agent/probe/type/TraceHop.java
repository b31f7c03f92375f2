package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.net.icmp.EchoEvent;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of one distance: who answered, and how fast. Used by one thread. */
final class TraceHop {
    private final int distance;
    private final Set<InetAddress> addresses = new LinkedHashSet<>();
    /** By query, so that a packet that comes twice counts once. */
    private final Map<Integer, Long> roundTrips = new LinkedHashMap<>();

    private int sent;
    private boolean target;
    private @Nullable Sentence refusal;

    TraceHop(int distance) {
        this.distance = distance;
    }

    void sending() {
        sent++;
    }

    void answered(int query, EchoEvent event, InetAddress asked) {
        roundTrips.putIfAbsent(query, event.roundTripNanos());
        switch (event) {
            case EchoEvent.Reply _ -> {
                addresses.add(asked);
                target = true;
            }
            case EchoEvent.Refusal error -> {
                addresses.add(error.from());
                if (!error.timeExceeded()) {
                    refusal = error.text();
                }
            }
        }
    }

    /** By TTL or hop limit; 1 is the first router. */
    int distance() {
        return distance;
    }

    /** Whether all that was sent came back. */
    boolean complete() {
        return roundTrips.size() >= sent;
    }

    /** Whether the target itself answered. */
    boolean isTarget() {
        return target;
    }

    /** Why nothing goes on from here; null: something may. */
    @Nullable
    Sentence refusal() {
        return refusal;
    }

    /** More than one where packets took several ways. */
    List<InetAddress> addresses() {
        return List.copyOf(addresses);
    }

    int sent() {
        return sent;
    }

    /** Of the requests that were answered, in nanoseconds. */
    List<Long> roundTrips() {
        return new ArrayList<>(roundTrips.values());
    }

    /** Mean round trip in milliseconds; 0 where nothing came. */
    double averageMillis() {
        return roundTrips.values().stream().mapToLong(Long::longValue).average().orElse(0) / 1e6;
    }

    /** In percent. */
    double loss() {
        return sent == 0 ? 0 : 100.0 * (sent - roundTrips.size()) / sent;
    }
}
