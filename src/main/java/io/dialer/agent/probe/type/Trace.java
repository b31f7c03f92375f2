package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.net.icmp.EchoEvent;
import io.dialer.agent.probe.net.icmp.EchoSession;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The way to a target, found by requests whose TTL or hop limit runs out on it. The first round goes on in windows until the
 * target answers, so that a silent router costs one wait for several; the others ask all distances again, one after the
 * other, because routers limit how many errors they send. Used by one thread.
 */
final class Trace {
    /** Payload that all systems answer. */
    static final int PAYLOAD_BYTES = 32;

    private static final int WINDOW = 6;
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int QUERY_STEP = 256;

    private final EchoSession session;
    private final InetAddress target;
    private final TraceOptions options;
    private final Deadline deadline;
    private final List<TraceHop> hops = new ArrayList<>();
    private int refusedErrno;

    Trace(EchoSession session, InetAddress target, TraceOptions options, Deadline deadline) {
        this.session = session;
        this.target = target;
        this.options = options;
        this.deadline = deadline;
    }

    /** Goes the way; false where the deadline came first. */
    boolean go() throws InterruptedException {
        for (int first = 1; first <= options.mostHops() && !hasEnded(); first += WINDOW) {
            int last = Math.min(first + WINDOW - 1, options.mostHops());
            if (!round(0, first, last)) {
                return false;
            }
        }
        int length = hops().size();
        for (int query = 1; query < options.queries(); query++) {
            if (!round(query, 1, length)) {
                return false;
            }
        }
        return true;
    }

    /** The distances up to where the way ended: the target, or a router that sends nothing on. */
    List<TraceHop> hops() {
        for (TraceHop hop : hops) {
            if (hop.isTarget() || hop.refusal() != null) {
                return hops.subList(0, hop.distance());
            }
        }
        return hops;
    }

    /** Why this host itself sent nothing; 0: it did. */
    int refusedErrno() {
        return refusedErrno;
    }

    private boolean hasEnded() {
        return refusedErrno != 0 || hops.stream().anyMatch(hop -> hop.isTarget() || hop.refusal() != null);
    }

    private boolean round(int query, int first, int last) throws InterruptedException {
        long lastSentNanos = System.nanoTime();
        for (int distance = first; distance <= last && refusedErrno == 0; distance++) {
            send(query, distance);
            lastSentNanos = System.nanoTime();
            take(lastSentNanos + PACE_NANOS, first, last, false);
            if (query == 0 && hasEnded()) {
                break;
            }
        }
        take(lastSentNanos + options.patience().toNanos(), first, last, true);
        return !deadline.passed();
    }

    private void send(int query, int distance) {
        while (hops.size() < distance) {
            hops.add(new TraceHop(hops.size() + 1));
        }
        int errno = session.send(query * QUERY_STEP + distance, distance);
        if (errno == 0) {
            hops.get(distance - 1).sending();
        } else {
            refusedErrno = errno;
        }
    }

    /**
     * Takes what comes until then.
     *
     * @param untilAll whether to end as soon as nothing is missing any more
     */
    private void take(long untilNanos, int first, int last, boolean untilAll) throws InterruptedException {
        while (!(untilAll && nothingIsMissing(first, last))) {
            long until = untilNanos - deadline.atNanos() < 0 ? untilNanos : deadline.atNanos();
            EchoEvent event = session.next(until);
            if (event == null) {
                return;
            }
            int distance = event.sequence() % QUERY_STEP;
            hops.get(distance - 1).answered(event.sequence() / QUERY_STEP, event, target);
        }
    }

    private boolean nothingIsMissing(int first, int last) {
        List<TraceHop> way = hops();
        return way.subList(Math.min(first - 1, way.size()), Math.min(last, way.size())).stream()
                .allMatch(TraceHop::complete);
    }
}
