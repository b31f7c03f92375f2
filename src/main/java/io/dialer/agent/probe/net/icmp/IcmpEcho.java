package io.dialer.agent.probe.net.icmp;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * ICMP echo for the whole process: a few sockets, shared by all targets, and one thread that receives for them. Nothing
 * is opened before the first use. Any thread may call it; no call waits for the network.
 */
public final class IcmpEcho implements AutoCloseable {
    /** One socket per family and source address; there are as many as the host has addresses at most. */
    private record SocketKey(IcmpFamily family, @Nullable InetAddress source) {}

    private final SecureRandom cookies = new SecureRandom();
    private final Map<SocketKey, IcmpSocket> sockets = new HashMap<>();
    private @Nullable EchoReceiver receiver;
    private boolean closed;

    /**
     * Begins a run to one target.
     *
     * @param source the address to send from, of the target's family; null: whichever the routes say
     * @throws IcmpUnavailable when we may not or cannot; tried again with the next call, rights may be granted meanwhile
     */
    public EchoSession open(InetAddress target, @Nullable InetAddress source, EchoShape shape) throws IcmpUnavailable {
        return new EchoSession(socket(IcmpFamily.of(target), source), target, shape, cookies.nextLong());
    }

    private synchronized IcmpSocket socket(IcmpFamily family, @Nullable InetAddress source) throws IcmpUnavailable {
        if (closed) {
            throw IcmpUnavailable.because("icmp.closed");
        }
        SocketKey key = new SocketKey(family, source);
        IcmpSocket known = sockets.get(key);
        if (known != null) {
            return known;
        }
        IcmpSocket opened = IcmpSockets.open(family, source);
        if (receiver == null) {
            receiver = startReceiver(opened);
        }
        receiver.add(opened);
        sockets.put(key, opened);
        return opened;
    }

    private static EchoReceiver startReceiver(IcmpSocket opened) throws IcmpUnavailable {
        try {
            return EchoReceiver.start();
        } catch (IcmpUnavailable unavailable) {
            opened.close();
            throw unavailable;
        }
    }

    /** Closes the sockets and ends the thread; sessions that are still open get no more answers, their sends errno 9. */
    @Override
    public synchronized void close() {
        closed = true;
        if (receiver != null) {
            receiver.close();
            receiver = null;
        }
        sockets.clear();
    }
}
