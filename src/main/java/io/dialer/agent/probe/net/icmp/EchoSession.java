package io.dialer.agent.probe.net.icmp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The echoes of one run to one target. Belongs to the thread that opened it, usually a virtual one: sending never waits,
 * waiting parks. Close it, else its requests stay known for ever.
 */
public final class EchoSession implements AutoCloseable {
    /** More than an honest target sends between two looks; what a flood brings beyond is dropped. */
    private static final int MOST_WAITING_EVENTS = 4_096;

    private final IcmpSocket socket;
    private final InetAddress target;
    private final EchoShape shape;
    private final long cookie;
    private final BlockingQueue<EchoEvent> events = new LinkedBlockingQueue<>(MOST_WAITING_EVENTS);
    private final List<Integer> wireSequences = new ArrayList<>();

    EchoSession(IcmpSocket socket, InetAddress target, EchoShape shape, long cookie) {
        this.socket = socket;
        this.target = target;
        this.shape = shape;
        this.cookie = cookie;
    }

    /**
     * Sends one request.
     *
     * @param sequence the caller's own number, comes back in the event
     * @param timeToLive TTL or hop limit, 1 to 255
     * @return 0, or the error number with which the kernel refused at once (see {@link Errno})
     */
    public int send(int sequence, int timeToLive) {
        return socket.send(this, sequence, timeToLive);
    }

    /**
     * Waits for the next event.
     *
     * @param untilNanos how long, by {@link System#nanoTime()}; when passed, only what is there already is returned
     * @return null when none came until then
     */
    public @Nullable EchoEvent next(long untilNanos) throws InterruptedException {
        return events.poll(Math.max(0, untilNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** Forgets the requests; what still comes for them is nobody's. */
    @Override
    public void close() {
        socket.forget(wireSequences);
    }

    InetAddress target() {
        return target;
    }

    int payloadBytes() {
        return shape.payloadBytes();
    }

    boolean dontFragment() {
        return shape.dontFragment();
    }

    long cookie() {
        return cookie;
    }

    /** Notes a request for {@link #close()}; on the sending thread. */
    void sent(int wireSequence) {
        wireSequences.add(wireSequence);
    }

    /** Hands over an event; on the receiver's thread. */
    void deliver(EchoEvent event) {
        boolean _ = events.offer(event);
    }
}
