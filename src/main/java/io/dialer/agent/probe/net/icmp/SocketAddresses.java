package io.dialer.agent.probe.net.icmp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct sockaddr_in} (ip(7): family 0–1, port 2–3, address 4–7, filler to 16) and {@code struct sockaddr_in6}
 * (ipv6(7): family 0–1, port 2–3, flow label 4–7, address 8–23, scope id 24–27). Family and scope id in the host's byte
 * order. The port is always 0: ICMP has none.
 */
final class SocketAddresses {
    static final int LONGEST = 28;

    private static final int V4_BYTES = 16;
    private static final int V4_ADDRESS = 4;
    private static final int V6_ADDRESS = 8;
    private static final int V6_SCOPE = 24;

    private SocketAddresses() {}

    static MemorySegment write(InetAddress address, SegmentAllocator allocator) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address v6) {
            MemorySegment written = allocator.allocate(LONGEST, Long.BYTES).fill((byte) 0);
            written.set(JAVA_SHORT_UNALIGNED, 0, (short) Linux.AF_INET6);
            MemorySegment.copy(bytes, 0, written, JAVA_BYTE, V6_ADDRESS, bytes.length);
            written.set(JAVA_INT_UNALIGNED, V6_SCOPE, v6.getScopeId());
            return written;
        }
        MemorySegment written = allocator.allocate(V4_BYTES, Long.BYTES).fill((byte) 0);
        written.set(JAVA_SHORT_UNALIGNED, 0, (short) Linux.AF_INET);
        MemorySegment.copy(bytes, 0, written, JAVA_BYTE, V4_ADDRESS, bytes.length);
        return written;
    }

    /** The address in a structure; null where it holds none of the two families. */
    static @Nullable InetAddress read(MemorySegment structure) {
        if (structure.byteSize() < Short.BYTES) {
            return null;
        }
        int family = structure.get(JAVA_SHORT_UNALIGNED, 0);
        if (family == Linux.AF_INET && structure.byteSize() >= V4_ADDRESS + 4) {
            return address(structure.asSlice(V4_ADDRESS, 4));
        }
        if (family == Linux.AF_INET6 && structure.byteSize() >= V6_ADDRESS + 16) {
            return address(structure.asSlice(V6_ADDRESS, 16));
        }
        return null;
    }

    private static InetAddress address(MemorySegment bytes) {
        try {
            return InetAddress.getByAddress(bytes.toArray(JAVA_BYTE));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of 4 or 16 bytes was refused", impossible);
        }
    }
}
