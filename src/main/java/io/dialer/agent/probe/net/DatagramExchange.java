package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Phase;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams to one address and back, on a socket of its own that hears that address alone. It is connected, so that the kernel
 * reports an ICMP error about one of ours; of those, only the ones that it takes for final (udp(7): port, protocol or
 * communication unreachable). Belongs to a worker: waiting parks a virtual thread.
 */
public final class DatagramExchange implements AutoCloseable {
    /** What a length of 16 bits allows. */
    private static final int LARGEST = 65_535;

    private final DatagramChannel channel;
    private final byte[] buffer = new byte[LARGEST];

    private DatagramExchange(DatagramChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens a socket; nothing is sent.
     *
     * @param source our own address; null: the system chooses
     * @throws ProbeFailure in phase {@code connect}: no route, or a source address that is not ours
     */
    public static DatagramExchange open(InetSocketAddress target, @Nullable InetAddress source) throws ProbeFailure {
        DatagramChannel channel = null;
        try {
            channel = DatagramChannel.open(
                    target.getAddress() instanceof Inet6Address
                            ? StandardProtocolFamily.INET6
                            : StandardProtocolFamily.INET);
            if (source != null) {
                channel.bind(new InetSocketAddress(source, 0));
            }
            channel.connect(target);
            return new DatagramExchange(channel);
        } catch (IOException unusable) {
            if (channel != null) {
                closeQuietly(channel);
            }
            throw failure(Phase.CONNECT, unusable);
        }
    }

    /** Hands one datagram to the kernel. */
    public void send(byte[] payload) throws ProbeFailure {
        try {
            channel.write(ByteBuffer.wrap(payload));
        } catch (IOException refused) {
            throw failure(Phase.REQUEST, refused);
        }
    }

    /**
     * Waits for the next datagram.
     *
     * @throws ProbeFailure in phase {@code first_byte}, where an ICMP error came
     * @throws TimeoutException at the deadline
     */
    public byte[] receive(Deadline deadline) throws ProbeFailure, TimeoutException, InterruptedException {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        while (true) {
            long left = deadline.remainingNanos();
            if (left == 0) {
                throw new TimeoutException();
            }
            try {
                // Rounded up: 0 would be for ever.
                channel.socket()
                        .setSoTimeout((int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(left) + 1));
                channel.socket().receive(packet);
                return Arrays.copyOf(packet.getData(), packet.getLength());
            } catch (SocketTimeoutException mayBeEarly) {
                // The deadline says whether it is.
            } catch (IOException broken) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                throw failure(Phase.FIRST_BYTE, broken);
            }
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException ofNoUse) {
            // A socket without a connection has nothing that could be lost by it.
        }
    }

    private static ProbeFailure failure(Phase phase, IOException cause) {
        int errno = cause instanceof PortUnreachableException ? Errno.ECONNREFUSED : Errno.of(cause);
        return new ProbeFailure(Errno.outcomeOf(errno), phase, errno, Errno.sentence(errno, cause));
    }
}
