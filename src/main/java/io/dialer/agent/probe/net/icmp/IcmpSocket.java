package io.dialer.agent.probe.net.icmp;

import io.dialer.agent.probe.net.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One non-blocking ICMP socket of one family, bound to one source address or to none, shared by all sessions that need
 * just that.
 *
 * <p>Any thread sends: what differs from packet to packet (TTL, fragmentation) is set on the socket right before, under a
 * lock that is held for microseconds. That works on every kernel and on both kinds of socket, where control messages do
 * not (IPv6 datagram sockets took none before Linux 5.18, and there is none for fragmentation). Only the receiver's
 * thread calls {@link #receive}.
 */
final class IcmpSocket {
    private static final Logger LOG = LoggerFactory.getLogger(IcmpSocket.class);
    /** An error that came for another target stands on a datagram socket until a call takes it away. */
    private static final int MOST_SENDS = 3;
    /** One busy socket shall not keep the others waiting. */
    private static final int MOST_PACKETS_PER_TURN = 256;

    private final IcmpFamily family;
    private final IcmpSocketKind kind;
    private final int descriptor;
    private final int identifier = ThreadLocalRandom.current().nextInt(1, 0x10000);
    private final EchoTable table = new EchoTable();
    private final Object sending = new Object();
    private final MemorySegment packet =
            Arena.ofAuto().allocate(EchoPacket.HEADER_BYTES + EchoShape.MOST_PAYLOAD_BYTES, Long.BYTES);
    private final MemorySegment callState = LibC.newCallState(Arena.ofAuto());
    private final ByteBuffer packetBytes = packet.asByteBuffer();
    private int timeToLive;
    private @Nullable Boolean dontFragment;
    private boolean closed;

    /** Takes over an open descriptor; see {@link IcmpSockets}. */
    IcmpSocket(IcmpFamily family, IcmpSocketKind kind, int descriptor) {
        this.family = family;
        this.kind = kind;
        this.descriptor = descriptor;
    }

    int descriptor() {
        return descriptor;
    }

    /** Sends a request of a session: 0, or the error number. Never waits. */
    int send(EchoSession session, int sequence, int wantedTimeToLive) {
        synchronized (sending) {
            if (closed) {
                return Errno.EBADF;
            }
            int refused = apply(wantedTimeToLive, session.dontFragment());
            if (refused != 0) {
                return refused;
            }
            int wireSequence = table.freeSequence();
            if (wireSequence < 0) {
                return Errno.ENOBUFS;
            }
            EchoPacket.write(packetBytes, family, identifier, wireSequence, session.cookie(), session.payloadBytes());
            try (Arena arena = Arena.ofConfined()) {
                refused = send(session, sequence, wireSequence, SocketAddresses.write(session.target(), arena));
            }
            if (refused == 0) {
                session.sent(wireSequence);
            } else {
                table.remove(wireSequence);
            }
            return refused;
        }
    }

    private int send(EchoSession session, int sequence, int wireSequence, MemorySegment target) {
        MemorySegment bytes = packet.asSlice(0, EchoPacket.HEADER_BYTES + session.payloadBytes());
        int refused = 0;
        for (int sends = kind == IcmpSocketKind.DATAGRAM ? MOST_SENDS : 1; sends > 0; sends--) {
            PendingEcho echo = new PendingEcho(session, sequence);
            table.put(wireSequence, echo);
            echo.sentNow();
            int result = LibC.send(callState, descriptor, bytes, target);
            if (result >= 0) {
                return 0;
            }
            refused = -result;
        }
        return refused;
    }

    private int apply(int wantedTimeToLive, boolean wantedDontFragment) {
        if (timeToLive != wantedTimeToLive) {
            int result = family == IcmpFamily.V4
                    ? LibC.setOption(descriptor, Linux.IPPROTO_IP, Linux.IP_TTL, wantedTimeToLive)
                    : LibC.setOption(descriptor, Linux.IPPROTO_IPV6, Linux.IPV6_UNICAST_HOPS, wantedTimeToLive);
            if (result < 0) {
                return -result;
            }
            timeToLive = wantedTimeToLive;
        }
        if (dontFragment == null || dontFragment != wantedDontFragment) {
            int discovery = wantedDontFragment ? Linux.IP_PMTUDISC_DO : Linux.IP_PMTUDISC_DONT;
            int result = family == IcmpFamily.V4
                    ? LibC.setOption(descriptor, Linux.IPPROTO_IP, Linux.IP_MTU_DISCOVER, discovery)
                    : LibC.setOption(descriptor, Linux.IPPROTO_IPV6, Linux.IPV6_DONTFRAG, wantedDontFragment ? 1 : 0);
            if (result < 0) {
                return -result;
            }
            dontFragment = wantedDontFragment;
        }
        return 0;
    }

    void forget(List<Integer> wireSequences) {
        wireSequences.forEach(table::remove);
    }

    /** Takes what has arrived and hands it to its sessions; on the receiver's thread. */
    void receive(MessageBuffer buffer) {
        takeAll(buffer, 0);
        if (kind == IcmpSocketKind.DATAGRAM) {
            takeAll(buffer, Linux.MSG_ERRQUEUE);
        }
    }

    private void takeAll(MessageBuffer buffer, int flags) {
        for (int taken = 0; taken < MOST_PACKETS_PER_TURN; taken++) {
            int refused = buffer.receive(descriptor, flags);
            if (refused == Errno.EAGAIN || refused == Errno.EBADF) {
                return;
            }
            // any other error stood on the socket and is gone with this call; the error queue tells it in full
            if (refused == 0) {
                dispatch(buffer);
            }
        }
    }

    private void dispatch(MessageBuffer buffer) {
        long readNanos = System.nanoTime();
        try {
            InetAddress address = buffer.address();
            if (address != null) {
                deliver(buffer, address, readNanos);
            }
        } catch (RuntimeException fault) {
            // one odd packet must not end the reception for all targets
            LOG.error("A received ICMP packet could not be read", fault);
        }
    }

    private void deliver(MessageBuffer buffer, InetAddress address, long readNanos) {
        ControlMessages about = buffer.controlMessages();
        ControlMessages.QueuedError queued = about.error();
        IcmpMessage message = queued == null
                ? IcmpMessage.parse(family, kind == IcmpSocketKind.RAW && family == IcmpFamily.V4, buffer.packet())
                : IcmpMessage.quotedRequest(family, queued.type(), queued.code(), address, buffer.packet());
        // the kernel gives datagram sockets identifiers of its own, and only what belongs to them
        if (message == null || (kind == IcmpSocketKind.RAW && message.identifier() != identifier)) {
            return;
        }
        PendingEcho echo = table.match(message, address);
        if (echo == null) {
            return;
        }
        long roundTripNanos = echo.roundTripNanos(readNanos, about.receivedEpochNanos());
        InetAddress from = queued == null || queued.offender() == null ? address : queued.offender();
        echo.session()
                .deliver(
                        switch (message) {
                            case IcmpMessage.Reply _ ->
                                new EchoEvent.Reply(echo.sequence(), roundTripNanos, about.hopLimit());
                            case IcmpMessage.Refusal refusal ->
                                new EchoEvent.Refusal(
                                        echo.sequence(),
                                        roundTripNanos,
                                        from,
                                        refusal.type(),
                                        refusal.code(),
                                        family.isTimeExceeded(refusal.type(), refusal.code()),
                                        family.errorText(refusal.type(), refusal.code()));
                        });
    }

    /** Closes the descriptor; a send after that gets errno 9. */
    void close() {
        synchronized (sending) {
            if (!closed) {
                closed = true;
                LibC.close(descriptor);
            }
        }
    }
}
