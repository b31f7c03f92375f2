package io.dialer.agent.probe.net.icmp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way with routers that take known times, behind a TUN interface: a request whose time to live ends on the way is
 * answered by the router there, one that lives longer by the target. It measures what it really did.
 */
public final class SlowRoute implements AutoCloseable {
    /** 10.79.0.0/16 is answered from here; the router at distance n is 10.79.255.n. */
    public static final String NETWORK = "10.79.";

    private static final int IP_HEADER = 20;
    private static final int ICMP_HEADER = 8;
    private static final byte ECHO_REPLY = 0;
    private static final byte ECHO_REQUEST = 8;
    private static final byte TIME_EXCEEDED = 11;
    private static final byte FULL_LIFE = 64;

    private final double[] delaysMs;
    private final Map<Integer, Long> appliedNanos = new ConcurrentHashMap<>();
    private final TunLoop loop;

    private SlowRoute(TunDevice device, double[] delaysMs) {
        this.delaysMs = delaysMs.clone();
        this.loop = new TunLoop(device, this::take);
    }

    /**
     * A way in a namespace of its own.
     *
     * @param delaysMs how long each router takes to answer, and last the target
     */
    public static SlowRoute open(NetworkNamespace namespace, double... delaysMs) throws Exception {
        TunDevice device = namespace.call(() -> TunDevice.open("route0"));
        namespace.run("ip address add 10.79.254.254/16 dev route0", "ip link set route0 up");
        return new SlowRoute(device, delaysMs);
    }

    /** What really passed between the last request that came this far and its answer, in milliseconds. */
    public double appliedMs(int distance) {
        return appliedNanos.getOrDefault(distance, -1L) / 1e6;
    }

    private void take(TunLoop running, byte[] request, long readNanos) {
        if (request.length <= IP_HEADER || request[0] != 0x45 || request[IP_HEADER] != ECHO_REQUEST) {
            return;
        }
        int distance = Math.min(request[8], delaysMs.length);
        byte[] answer = distance < delaysMs.length ? timeExceeded(request, distance) : echoReply(request);
        running.write(
                answer,
                readNanos + (long) (delaysMs[distance - 1] * 1e6),
                written -> appliedNanos.put(distance, written - readNanos));
    }

    /** RFC 792: type 11, code 0, four unused bytes, then the header of the request and at least eight bytes of it. */
    private static byte[] timeExceeded(byte[] request, int distance) {
        ByteBuffer answer = ByteBuffer.allocate(IP_HEADER + ICMP_HEADER + request.length);
        answer.put(request, 0, 12);
        answer.put(new byte[] {10, 79, (byte) 255, (byte) distance}).put(request, 12, 4);
        answer.put(TIME_EXCEEDED).put(new byte[ICMP_HEADER - 1]).put(request);
        return summed(answer);
    }

    private static byte[] echoReply(byte[] request) {
        ByteBuffer answer = ByteBuffer.allocate(request.length);
        answer.put(request, 0, 12).put(request, 16, 4).put(request, 12, 4).put(request, IP_HEADER, request.length - 20);
        return summed(answer.put(IP_HEADER, ECHO_REPLY));
    }

    private static byte[] summed(ByteBuffer packet) {
        byte[] bytes = new byte[packet.capacity()];
        packet.get(0, bytes);
        ByteBuffer wrapped = ByteBuffer.wrap(bytes);
        wrapped.putShort(2, (short) bytes.length).put(8, FULL_LIFE).putShort(10, (short) 0);
        wrapped.putShort(10, checksum(bytes, 0, IP_HEADER)).putShort(IP_HEADER + 2, (short) 0);
        wrapped.putShort(IP_HEADER + 2, checksum(bytes, IP_HEADER, bytes.length));
        return bytes;
    }

    /** RFC 1071. */
    private static short checksum(byte[] bytes, int from, int to) {
        ByteBuffer words = ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to + ((to - from) & 1)));
        long sum = 0;
        while (words.hasRemaining()) {
            sum += words.getShort() & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (short) ~(sum + (sum >> 16));
    }

    @Override
    public void close() {
        loop.close();
    }
}
