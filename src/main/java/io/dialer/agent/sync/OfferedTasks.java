package io.dialer.agent.sync;

import io.dialer.agent.bus.Handover;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Tasks that other members have handed over and that this node does not run yet: it may learn only now that they are its
 * own. Used on one event loop.
 */
final class OfferedTasks {
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Map<String, Offer> offers = new HashMap<>();

    private record Offer(long due, long at) {}

    void add(Handover handover) {
        long now = System.nanoTime();
        handover.due().forEach((id, due) -> offers.put(id, new Offer(due, now)));
    }

    /** When each is due next, epoch nanoseconds. */
    Map<String, Long> all() {
        Map<String, Long> due = new HashMap<>();
        offers.forEach((id, offer) -> due.put(id, offer.due()));
        return due;
    }

    void remove(Collection<String> ids) {
        offers.keySet().removeAll(ids);
    }

    void forgetOld(long now) {
        offers.values().removeIf(offer -> now - offer.at() > KEPT.toNanos());
    }
}
