package io.dialer.agent.probe.net.icmp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel says about a packet beside its bytes. Layouts (cmsg(3), timespec(3type), ip(7), and
 * include/uapi/linux/errqueue.h), all in the host's byte order:
 *
 * <pre>
 * cmsghdr            length 0–7 (header included), level 8–11, type 12–15, content from 16; the next starts at a multiple of 8
 * timespec           seconds 0–7, nanoseconds 8–15
 * sock_extended_err  errno 0–3, origin 4, type 5, code 6, filler 7, ee_info 8–11, ee_data 12–15, offender's sockaddr from 16
 * </pre>
 *
 * @param receivedEpochNanos when the kernel took the packet from the device, nanoseconds of CLOCK_REALTIME; 0: not said
 * @param hopLimit the packet's TTL or hop limit on arrival; 0: not said
 * @param error the ICMP error that an error queue reports; null for an ordinary packet
 */
record ControlMessages(
        long receivedEpochNanos, int hopLimit, @Nullable QueuedError error) {
    private static final int HEADER_BYTES = 16;
    private static final int EXTENDED_ERROR_BYTES = 16;

    /**
     * An ICMP error as the kernel queued it for a datagram socket.
     *
     * @param type the ICMP error's type
     * @param code the ICMP error's code
     * @param offender who sent it; null where the kernel did not say
     */
    record QueuedError(int type, int code, @Nullable InetAddress offender) {}

    /** Reads the control buffer as far as the kernel filled it. */
    static ControlMessages read(MemorySegment control) {
        long receivedEpochNanos = 0;
        int hopLimit = 0;
        QueuedError error = null;
        long at = 0;
        while (at + HEADER_BYTES <= control.byteSize()) {
            long length = control.get(JAVA_LONG_UNALIGNED, at);
            if (length < HEADER_BYTES || length > control.byteSize() - at) {
                break;
            }
            int level = control.get(JAVA_INT_UNALIGNED, at + 8);
            int type = control.get(JAVA_INT_UNALIGNED, at + 12);
            MemorySegment content = control.asSlice(at + HEADER_BYTES, length - HEADER_BYTES);
            if (isTimestamp(level, type) && content.byteSize() >= 16) {
                receivedEpochNanos = TimeUnit.SECONDS.toNanos(content.get(JAVA_LONG_UNALIGNED, 0))
                        + content.get(JAVA_LONG_UNALIGNED, 8);
            } else if (isHopLimit(level, type) && content.byteSize() >= Integer.BYTES) {
                hopLimit = content.get(JAVA_INT_UNALIGNED, 0);
            } else if (isQueuedError(level, type) && content.byteSize() >= EXTENDED_ERROR_BYTES) {
                error = queuedError(content);
            }
            at += (length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        }
        return new ControlMessages(receivedEpochNanos, hopLimit, error);
    }

    private static boolean isTimestamp(int level, int type) {
        return level == Linux.SOL_SOCKET && type == Linux.SO_TIMESTAMPNS;
    }

    private static boolean isHopLimit(int level, int type) {
        return (level == Linux.IPPROTO_IP && type == Linux.IP_TTL)
                || (level == Linux.IPPROTO_IPV6 && type == Linux.IPV6_HOPLIMIT);
    }

    private static boolean isQueuedError(int level, int type) {
        return (level == Linux.IPPROTO_IP && type == Linux.IP_RECVERR)
                || (level == Linux.IPPROTO_IPV6 && type == Linux.IPV6_RECVERR);
    }

    /** Errors of the host's own making are left out: the send that caused them has returned them already. */
    private static @Nullable QueuedError queuedError(MemorySegment content) {
        int origin = content.get(JAVA_BYTE, 4);
        if (origin != Linux.SO_EE_ORIGIN_ICMP && origin != Linux.SO_EE_ORIGIN_ICMP6) {
            return null;
        }
        return new QueuedError(
                Byte.toUnsignedInt(content.get(JAVA_BYTE, 5)),
                Byte.toUnsignedInt(content.get(JAVA_BYTE, 6)),
                SocketAddresses.read(content.asSlice(EXTENDED_ERROR_BYTES)));
    }
}
