package io.dialer.agent.probe.net.icmp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory for one {@code recvmsg}, used again for every packet; belongs to the receiver's thread. Layout of {@code struct
 * msghdr} on 64-bit Linux (recvmsg(2)): name 0–7, its length 8–11, iovec 16–23, their number 24–31, control 32–39, its
 * length 40–47, flags 48–51; {@code struct iovec}: base 0–7, length 8–15.
 */
final class MessageBuffer {
    /** The longest IP packet, headers included. */
    private static final int PACKET_BYTES = 65_535 + 64;

    private static final int CONTROL_BYTES = 512;
    private static final int NAME_LENGTH = 8;
    private static final int CONTROL_LENGTH = 40;

    private final MemorySegment header;
    private final MemorySegment name;
    private final MemorySegment packet;
    private final MemorySegment control;
    private int received;

    MessageBuffer(Arena arena) {
        header = arena.allocate(56, Long.BYTES);
        name = arena.allocate(SocketAddresses.LONGEST, Long.BYTES);
        packet = arena.allocate(PACKET_BYTES, Long.BYTES);
        control = arena.allocate(CONTROL_BYTES, Long.BYTES);
        MemorySegment vector = arena.allocate(16, Long.BYTES);
        vector.set(ADDRESS, 0, packet);
        vector.set(JAVA_LONG, 8, PACKET_BYTES);
        header.set(ADDRESS, 0, name);
        header.set(ADDRESS, 16, vector);
        header.set(JAVA_LONG, 24, 1);
        header.set(ADDRESS, 32, control);
    }

    /** Takes the next packet (or queued error) of a socket: 0, or the error number where there is none. */
    int receive(int descriptor, int flags) {
        header.set(JAVA_INT, NAME_LENGTH, SocketAddresses.LONGEST);
        header.set(JAVA_LONG, CONTROL_LENGTH, CONTROL_BYTES);
        header.set(JAVA_INT, 48, 0);
        int result = LibC.receive(descriptor, header, flags);
        received = Math.max(0, result);
        return Math.max(0, -result);
    }

    /** The packet's bytes in network order, valid until the next one is received. */
    ByteBuffer packet() {
        return packet.asSlice(0, received).asByteBuffer();
    }

    /** An ordinary packet's sender; for a queued error, where the packet in question was sent to. */
    @Nullable
    InetAddress address() {
        return SocketAddresses.read(name.asSlice(0, Math.min(header.get(JAVA_INT, NAME_LENGTH), name.byteSize())));
    }

    ControlMessages controlMessages() {
        return ControlMessages.read(
                control.asSlice(0, Math.min(header.get(JAVA_LONG, CONTROL_LENGTH), control.byteSize())));
    }
}
