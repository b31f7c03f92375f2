package io.dialer.agent.probe.net.icmp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What a received packet says about an echo. Pure. */
sealed interface IcmpMessage {
    int identifier();

    int sequence();

    /** The payload as far as it came back, cookie first. */
    ByteBuffer payload();

    /** The target's answer. */
    record Reply(int identifier, int sequence, ByteBuffer payload) implements IcmpMessage {}

    /**
     * An error that quotes an echo request. Routers must quote only 8 bytes of it (RFC 792), so the payload may be empty.
     *
     * @param destination where the quoted request was sent to
     */
    record Refusal(int type, int code, InetAddress destination, int identifier, int sequence, ByteBuffer payload)
            implements IcmpMessage {}

    /**
     * Reads a packet from a socket.
     *
     * @param withIpHeader true for a raw IPv4 socket; that one also gets packets whose checksum nobody has looked at
     * @return null for what is no echo reply, no error about an echo, or broken
     */
    static @Nullable IcmpMessage parse(IcmpFamily family, boolean withIpHeader, ByteBuffer packet) {
        if (withIpHeader && (!skipIpv4Header(packet) || EchoPacket.checksum(packet) != 0)) {
            return null;
        }
        if (packet.remaining() < EchoPacket.HEADER_BYTES) {
            return null;
        }
        int start = packet.position();
        int type = Byte.toUnsignedInt(packet.get(start));
        if (type == family.replyType()) {
            return new Reply(
                    unsignedShort(packet, start + 4),
                    unsignedShort(packet, start + 6),
                    packet.slice(start + EchoPacket.HEADER_BYTES, packet.remaining() - EchoPacket.HEADER_BYTES));
        }
        if (!family.errorTypes().contains(type)) {
            return null;
        }
        int code = Byte.toUnsignedInt(packet.get(start + 1));
        packet.position(start + EchoPacket.HEADER_BYTES);
        InetAddress destination = family == IcmpFamily.V4 ? quotedV4(packet) : quotedV6(packet);
        return destination == null ? null : quotedRequest(family, type, code, destination, packet);
    }

    /**
     * Reads what an error quotes, from the echo request's own header on.
     *
     * @return null when it is no echo request
     */
    static @Nullable IcmpMessage quotedRequest(
            IcmpFamily family, int type, int code, InetAddress destination, ByteBuffer request) {
        int start = request.position();
        if (request.remaining() < EchoPacket.HEADER_BYTES
                || Byte.toUnsignedInt(request.get(start)) != family.requestType()) {
            return null;
        }
        return new Refusal(
                type,
                code,
                destination,
                unsignedShort(request, start + 4),
                unsignedShort(request, start + 6),
                request.slice(start + EchoPacket.HEADER_BYTES, request.remaining() - EchoPacket.HEADER_BYTES));
    }

    /** Moves behind an IPv4 header and its options (RFC 791); false when it is not one with ICMP in it. */
    private static boolean skipIpv4Header(ByteBuffer packet) {
        int start = packet.position();
        if (packet.remaining() < 20 || (packet.get(start) & 0xF0) != 0x40 || packet.get(start + 9) != 1) {
            return false;
        }
        int headerBytes = (packet.get(start) & 0x0F) * Integer.BYTES;
        if (headerBytes < 20 || headerBytes > packet.remaining()) {
            return false;
        }
        packet.position(start + headerBytes);
        return true;
    }

    private static @Nullable InetAddress quotedV4(ByteBuffer quoted) {
        int start = quoted.position();
        return skipIpv4Header(quoted) ? address(quoted, start + 16, 4) : null;
    }

    /** The fixed header (RFC 8200), and a first fragment's header where the request was too long for the way. */
    private static @Nullable InetAddress quotedV6(ByteBuffer quoted) {
        int start = quoted.position();
        if (quoted.remaining() < 40 || (quoted.get(start) & 0xF0) != 0x60) {
            return null;
        }
        int next = quoted.get(start + 6);
        int headerBytes = 40;
        if (next == 44 && quoted.remaining() >= 48 && (unsignedShort(quoted, start + 42) & 0xFFF8) == 0) {
            next = quoted.get(start + 40);
            headerBytes = 48;
        }
        if (next != Linux.IPPROTO_ICMPV6) {
            return null;
        }
        InetAddress destination = address(quoted, start + 24, 16);
        quoted.position(start + headerBytes);
        return destination;
    }

    private static InetAddress address(ByteBuffer packet, int at, int length) {
        byte[] bytes = new byte[length];
        packet.get(at, bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of 4 or 16 bytes was refused", impossible);
        }
    }

    private static int unsignedShort(ByteBuffer packet, int at) {
        return Short.toUnsignedInt(packet.getShort(at));
    }
}
