package io.dialer.agent.probe.net.icmp;

import java.nio.ByteBuffer;

/**
 * An echo request's bytes (RFC 792, RFC 4443): type, code, checksum, identifier, sequence, then the payload, which starts
 * with a cookie that an answer has to bring back. Pure; big-endian buffers.
 */
final class EchoPacket {
    static final int HEADER_BYTES = 8;
    static final int COOKIE_BYTES = Long.BYTES;

    private static final int CHECKSUM_AT = 2;

    private EchoPacket() {}

    /**
     * Writes a request at the buffer's start and leaves its limit behind it. The payload beyond the cookie keeps what the
     * buffer holds. The checksum is written for IPv4 only: for ICMPv6 the kernel computes it.
     *
     * @param payloadBytes below 8 the cookie is cut to fit
     */
    static void write(ByteBuffer into, IcmpFamily family, int identifier, int sequence, long cookie, int payloadBytes) {
        into.clear().limit(HEADER_BYTES + payloadBytes);
        into.put((byte) family.requestType()).put((byte) 0).putShort((short) 0);
        into.putShort((short) identifier).putShort((short) sequence);
        for (int index = 0; index < Math.min(COOKIE_BYTES, payloadBytes); index++) {
            into.put(byteOf(cookie, index));
        }
        into.rewind();
        if (family == IcmpFamily.V4) {
            into.putShort(CHECKSUM_AT, (short) checksum(into));
        }
    }

    /** The internet checksum of the remaining bytes (RFC 1071); 0 over bytes that contain a right one. */
    static int checksum(ByteBuffer bytes) {
        long sum = 0;
        int at = bytes.position();
        for (; at + 1 < bytes.limit(); at += Short.BYTES) {
            sum += Short.toUnsignedInt(bytes.getShort(at));
        }
        if (at < bytes.limit()) {
            sum += Byte.toUnsignedInt(bytes.get(at)) << Byte.SIZE;
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >>> Short.SIZE);
        }
        return (int) (~sum & 0xFFFF);
    }

    /**
     * True when a payload starts with the cookie.
     *
     * @param least how much of the cookie must be there; what is there beyond it must be right too
     */
    static boolean startsWithCookie(ByteBuffer payload, long cookie, int sentPayloadBytes, int least) {
        int sent = Math.min(COOKIE_BYTES, sentPayloadBytes);
        int present = Math.min(sent, payload.remaining());
        if (present < Math.min(sent, least)) {
            return false;
        }
        for (int index = 0; index < present; index++) {
            if (payload.get(payload.position() + index) != byteOf(cookie, index)) {
                return false;
            }
        }
        return true;
    }

    private static byte byteOf(long cookie, int index) {
        return (byte) (cookie >>> (Long.SIZE - Byte.SIZE * (index + 1)));
    }
}
