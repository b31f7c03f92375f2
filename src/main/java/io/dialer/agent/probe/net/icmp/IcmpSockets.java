package io.dialer.agent.probe.net.icmp;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.dialer.agent.probe.net.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Opens ICMP sockets: a datagram one where the host allows it, else a raw one. */
final class IcmpSockets {
    /** Replies to hundreds of targets arrive within a moment, and a raw socket sees those of other programs too. */
    private static final int RECEIVE_BUFFER_BYTES = 8 << 20;

    private static final int SEND_BUFFER_BYTES = 1 << 20;
    private static final int ICMPV6_TYPES = 256;

    private IcmpSockets() {}

    /**
     * Opens a socket in the network namespace of the calling thread.
     *
     * @param source the address to send from; null: whichever the routes say
     */
    static IcmpSocket open(IcmpFamily family, @Nullable InetAddress source) throws IcmpUnavailable {
        if (!Linux.isSupported()) {
            throw IcmpUnavailable.here("icmp.platform");
        }
        int datagram = socket(family, IcmpSocketKind.DATAGRAM);
        if (datagram >= 0) {
            return prepared(family, IcmpSocketKind.DATAGRAM, datagram, source);
        }
        int raw = socket(family, IcmpSocketKind.RAW);
        if (raw >= 0) {
            return prepared(family, IcmpSocketKind.RAW, raw, source);
        }
        throw -raw == Errno.EAFNOSUPPORT
                ? IcmpUnavailable.because(
                        "icmp.no_family", family == IcmpFamily.V4 ? "IPv4" : "IPv6", Errno.numbered(-raw))
                : IcmpUnavailable.here("icmp.no_right", Errno.numbered(-datagram), Errno.numbered(-raw));
    }

    private static int socket(IcmpFamily family, IcmpSocketKind kind) {
        return LibC.socket(
                family.addressFamily(), kind.type() | Linux.SOCK_NONBLOCK | Linux.SOCK_CLOEXEC, family.protocol());
    }

    private static IcmpSocket prepared(
            IcmpFamily family, IcmpSocketKind kind, int descriptor, @Nullable InetAddress source)
            throws IcmpUnavailable {
        try (Arena arena = Arena.ofConfined()) {
            if (kind == IcmpSocketKind.RAW) {
                filter(family, descriptor, arena);
            }
            askForControlMessages(family, kind, descriptor);
            resizeBuffers(descriptor);
            if (source != null) {
                bind(descriptor, source, arena);
            }
        }
        return new IcmpSocket(family, kind, descriptor);
    }

    private static void bind(int descriptor, InetAddress source, Arena arena) throws IcmpUnavailable {
        int bound = LibC.bind(descriptor, SocketAddresses.write(source, arena));
        if (bound < 0) {
            LibC.close(descriptor);
            throw IcmpUnavailable.because("icmp.source", source.getHostAddress(), Errno.numbered(-bound));
        }
    }

    /**
     * Lets replies and errors pass and nothing else; a set bit blocks that type (raw(7), include/uapi/linux/icmp.h
     * {@code struct icmp_filter}, icmpv6.h {@code struct icmp6_filter}).
     */
    private static void filter(IcmpFamily family, int descriptor, Arena arena) {
        int[] blocked = IntStream.generate(() -> -1)
                .limit(family == IcmpFamily.V4 ? 1 : ICMPV6_TYPES / Integer.SIZE)
                .toArray();
        IntStream.concat(
                        IntStream.of(family.replyType()),
                        family.errorTypes().stream().mapToInt(Integer::intValue))
                .forEach(type -> blocked[type / Integer.SIZE] &= ~(1 << (type % Integer.SIZE)));
        MemorySegment bits = arena.allocateFrom(JAVA_INT, blocked);
        if (family == IcmpFamily.V4) {
            LibC.setOption(descriptor, Linux.SOL_RAW, Linux.ICMP_FILTER, bits);
        } else {
            LibC.setOption(descriptor, Linux.IPPROTO_ICMPV6, Linux.ICMPV6_FILTER, bits);
        }
    }

    /** What a kernel refuses here we can do without: the figures then come from our own clock. */
    private static void askForControlMessages(IcmpFamily family, IcmpSocketKind kind, int descriptor) {
        boolean v4 = family == IcmpFamily.V4;
        int level = v4 ? Linux.IPPROTO_IP : Linux.IPPROTO_IPV6;
        LibC.setOption(descriptor, Linux.SOL_SOCKET, Linux.SO_TIMESTAMPNS, 1);
        LibC.setOption(descriptor, level, v4 ? Linux.IP_RECVTTL : Linux.IPV6_RECVHOPLIMIT, 1);
        if (kind == IcmpSocketKind.DATAGRAM) {
            LibC.setOption(descriptor, level, v4 ? Linux.IP_RECVERR : Linux.IPV6_RECVERR, 1);
        }
    }

    /** Past {@code net.core.rmem_max} only with CAP_NET_ADMIN, else up to it. */
    private static void resizeBuffers(int descriptor) {
        if (LibC.setOption(descriptor, Linux.SOL_SOCKET, Linux.SO_RCVBUFFORCE, RECEIVE_BUFFER_BYTES) < 0) {
            LibC.setOption(descriptor, Linux.SOL_SOCKET, Linux.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        }
        LibC.setOption(descriptor, Linux.SOL_SOCKET, Linux.SO_SNDBUF, SEND_BUFFER_BYTES);
    }
}
