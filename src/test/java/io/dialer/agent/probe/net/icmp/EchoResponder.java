package io.dialer.agent.probe.net.icmp;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Answers every IPv4 echo request that is routed to a TUN interface, as a plan says: after known delays, several times,
 * or never. It measures what it really did.
 */
public final class EchoResponder implements AutoCloseable {
    /** 10.78.0.0/16 is answered from here; the interface itself is 10.78.255.254. */
    public static final String NETWORK = "10.78.";

    private static final int IP_HEADER = 20;
    private static final byte ECHO_REQUEST = 8;
    private static final byte ECHO_REPLY = 0;

    private final TunLoop loop;
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<Integer, Long> appliedNanos = new ConcurrentHashMap<>();
    private volatile IntFunction<List<Double>> plan = index -> List.of(0.0);

    private EchoResponder(TunDevice device) {
        this.loop = new TunLoop(device, this::take);
    }

    /** A responder in a namespace of its own. */
    public static EchoResponder open(NetworkNamespace namespace) throws Exception {
        TunDevice device = namespace.call(() -> TunDevice.open("echo0"));
        // A burst must wait for this responder's thread, not be dropped before it: the usual queue holds 500 packets.
        namespace.run("ip link set echo0 txqueuelen 20000");
        namespace.run("ip address add 10.78.255.254/16 dev echo0", "ip link set echo0 up");
        return new EchoResponder(device);
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

    private void take(TunLoop running, byte[] request, long readNanos) {
        boolean echo = request.length > IP_HEADER && request[0] == 0x45 && request[IP_HEADER] == ECHO_REQUEST;
        if (!echo) {
            return;
        }
        int index = requests.getAndIncrement();
        byte[] reply = replyTo(request);
        for (double delayMs : plan.apply(index)) {
            running.write(
                    reply,
                    readNanos + (long) (delayMs * 1e6),
                    written -> appliedNanos.putIfAbsent(index, written - readNanos));
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
        loop.close();
    }
}
