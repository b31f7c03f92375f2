package io.dialer.agent.probe.net.icmp;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Answers every IPv4 echo request that is routed to a TUN interface, as a plan says: after known delays, several times,
 * or never. It measures what it really did, because a thread is never woken exactly when it wants to be.
 */
public final class EchoResponder implements AutoCloseable {
    /** 10.78.0.0/16 is answered from here; the interface itself is 10.78.255.254. */
    public static final String NETWORK = "10.78.";

    private static final int IP_HEADER = 20;
    private static final byte ECHO_REQUEST = 8;
    private static final byte ECHO_REPLY = 0;
    /** How long before its moment a reply is waited for by spinning: a park ends some 60 µs late. */
    private static final long SPIN_NANOS = 200_000;

    private final TunDevice device;
    private final Thread thread;
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<Integer, Long> appliedNanos = new ConcurrentHashMap<>();
    private final PriorityQueue<Reply> due = new PriorityQueue<>(Comparator.comparingLong(Reply::atNanos));
    private volatile IntFunction<List<Double>> plan = index -> List.of(0.0);
    private volatile boolean stopped;

    private record Reply(long readNanos, long atNanos, int index, Buffer packet) {}

    private EchoResponder(TunDevice device) {
        this.device = device;
        this.thread = Thread.ofPlatform().daemon().name("echo-responder").unstarted(this::answer);
    }

    /** A responder in a namespace of its own. */
    public static EchoResponder open(NetworkNamespace namespace) throws Exception {
        TunDevice device = namespace.call(() -> TunDevice.open("echo0"));
        namespace.run("ip address add 10.78.255.254/16 dev echo0", "ip link set echo0 up");
        EchoResponder responder = new EchoResponder(device);
        responder.thread.start();
        return responder;
    }

    /** From now on the first request is number 0. The plan gives, for a number, each reply's delay in milliseconds. */
    public void follow(IntFunction<List<Double>> newPlan) {
        requests.set(0);
        appliedNanos.clear();
        plan = newPlan;
    }

    public int requests() {
        return requests.get();
    }

    /** What really passed between request and first reply, in milliseconds, by the request's number. */
    public double appliedMs(int index) {
        return appliedNanos.getOrDefault(index, -1L) / 1e6;
    }

    private void answer() {
        while (!stopped) {
            Reply next = due.peek();
            long left = next == null ? 50_000_000 : next.atNanos() - System.nanoTime();
            if (next != null && left <= SPIN_NANOS) {
                while (next.atNanos() - System.nanoTime() > 0) {
                    Thread.onSpinWait();
                }
                device.write(due.remove().packet().getBytes());
                appliedNanos.putIfAbsent(next.index(), System.nanoTime() - next.readNanos());
                continue;
            }
            int waitMs = (int) ((left - SPIN_NANOS) / 1_000_000);
            byte[] request = device.read(waitMs);
            if (request.length > 0) {
                take(request);
            } else if (waitMs == 0) {
                LockSupport.parkNanos(left - SPIN_NANOS);
            }
        }
    }

    private void take(byte[] request) {
        long now = System.nanoTime();
        boolean echo = request.length > IP_HEADER && request[0] == 0x45 && request[IP_HEADER] == ECHO_REQUEST;
        if (!echo) {
            return;
        }
        int index = requests.getAndIncrement();
        Buffer reply = Buffer.buffer(replyTo(request));
        for (double delayMs : new ArrayList<>(plan.apply(index))) {
            due.add(new Reply(now, now + (long) (delayMs * 1e6), index, reply));
        }
    }

    /** The addresses change places and the type becomes 0, by which the checksum grows; RFC 792, RFC 1624. */
    private static byte[] replyTo(byte[] request) {
        byte[] reply = request.clone();
        System.arraycopy(request, 12, reply, 16, 4);
        System.arraycopy(request, 16, reply, 12, 4);
        reply[IP_HEADER] = ECHO_REPLY;
        int sum = (((request[IP_HEADER + 2] & 0xFF) << 8) | (request[IP_HEADER + 3] & 0xFF)) + (ECHO_REQUEST << 8);
        sum = (sum & 0xFFFF) + (sum >> 16);
        reply[IP_HEADER + 2] = (byte) (sum >> 8);
        reply[IP_HEADER + 3] = (byte) sum;
        return reply;
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
            device.close();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
