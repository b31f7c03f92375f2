package io.dialer.agent.probe.net.icmp;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Which request of which session an answer belongs to, for one socket. The sequence on the wire is unique among all
 * requests of the socket whose session is still open: so an error that quotes nothing but the first 8 bytes finds its
 * request, too.
 *
 * <p>{@link #put} is called by one sender at a time, the rest by any thread.
 */
final class EchoTable {
    /** As many requests can be open on one socket: the sequence has 16 bits. */
    static final int CAPACITY = 0x10000;

    private final ConcurrentMap<Integer, PendingEcho> pending = new ConcurrentHashMap<>();
    private int next;

    /** A sequence that nobody uses, or −1 when all are taken. */
    int freeSequence() {
        for (int tried = 0; tried < CAPACITY; tried++) {
            next = (next + 1) % CAPACITY;
            if (!pending.containsKey(next)) {
                return next;
            }
        }
        return -1;
    }

    void put(int wireSequence, PendingEcho echo) {
        pending.put(wireSequence, echo);
    }

    void remove(int wireSequence) {
        pending.remove(wireSequence);
    }

    /**
     * The request that a message is about; null when it is not about one of ours.
     *
     * @param sender where the message came from
     */
    @Nullable
    PendingEcho match(IcmpMessage message, InetAddress sender) {
        PendingEcho echo = pending.get(message.sequence());
        if (echo == null) {
            return null;
        }
        EchoSession session = echo.session();
        InetAddress target = switch (message) {
            case IcmpMessage.Reply _ -> sender;
            case IcmpMessage.Refusal refusal -> refusal.destination();
        };
        int leastCookieBytes = message instanceof IcmpMessage.Reply ? EchoPacket.COOKIE_BYTES : 0;
        boolean ours = session.target().equals(target)
                && EchoPacket.startsWithCookie(
                        message.payload(), session.cookie(), session.payloadBytes(), leastCookieBytes);
        return ours ? echo : null;
    }
}
