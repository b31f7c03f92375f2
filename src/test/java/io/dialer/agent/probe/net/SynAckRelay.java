package io.dialer.agent.probe.net;

import io.dialer.agent.probe.net.icmp.TunDevice;
import io.dialer.agent.probe.net.icmp.TunLoop;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network whose every address is this host: a packet that is routed to it comes back with its addresses changed round,
 * by which no checksum changes. So a client that connects to 10.79.0.1 reaches the server on {@link #HOST}, and everything
 * between them passes here, where the SYN-ACK is held back for a known time.
 */
public final class SynAckRelay implements AutoCloseable {
    /** Where servers listen. */
    public static final String HOST = "10.79.255.254";
    /** What clients connect to. */
    public static final String TARGET = "10.79.0.1";

    private static final int PROTOCOL = 9;
    private static final int TCP = 6;
    private static final int FLAGS = 13;
    private static final int SYN = 2;
    private static final int SYN_ACK = 0x12;

    private final TunLoop loop;
    private final Map<Integer, Long> synReadNanos = new ConcurrentHashMap<>();
    private volatile long delayNanos;
    private volatile long appliedNanos;

    private SynAckRelay(TunDevice device) {
        this.loop = new TunLoop(device, this::take);
    }

    /** A relay in the namespace of the calling thread, whose interface {@code relay0} still has to be set up. */
    public static SynAckRelay open() throws IOException {
        return new SynAckRelay(TunDevice.open("relay0"));
    }

    public void delayMs(double delay) {
        delayNanos = (long) (delay * 1e6);
    }

    /** From the last client's SYN to the SYN-ACK that it got. */
    public double appliedMs() {
        return appliedNanos / 1e6;
    }

    private void take(TunLoop running, byte[] packet, long readNanos) {
        if (packet.length < 40 || packet[0] != 0x45) {
            return;
        }
        byte[] turned = packet.clone();
        System.arraycopy(packet, 12, turned, 16, 4);
        System.arraycopy(packet, 16, turned, 12, 4);
        int flags = packet[PROTOCOL] == TCP ? packet[20 + FLAGS] & 0x3F : 0;
        if (flags == SYN) {
            synReadNanos.put(port(packet, 20), readNanos);
        }
        if (flags != SYN_ACK) {
            running.write(turned, readNanos, written -> {});
            return;
        }
        int clientPort = port(packet, 22);
        running.write(
                turned,
                readNanos + delayNanos,
                written -> appliedNanos = written - synReadNanos.getOrDefault(clientPort, written));
    }

    private static int port(byte[] packet, int offset) {
        return ((packet[offset] & 0xFF) << 8) | (packet[offset + 1] & 0xFF);
    }

    @Override
    public void close() {
        loop.close();
    }
}
