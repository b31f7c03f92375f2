package io.dialer.agent.probe.type.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * The two messages of {@code grpc.health.v1.Health/Check}, each behind gRPC's prefix of a flag and a length. By hand: one has
 * one text (field 1), the other one number (field 1), and that is all of Protocol Buffers that a check needs. Fields that are
 * not known are passed over. Pure.
 */
final class HealthMessages {
    private static final int PREFIX_BYTES = 5;
    private static final int TEXT_IN_FIELD_1 = 0x0a;
    private static final int NUMBER = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH_FIRST = 2;
    private static final int FOUR_BYTES = 5;
    private static final int MOST_NUMBER_BITS = 64;

    private HealthMessages() {}

    static byte[] request(String service) {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        if (name.length > 0) {
            message.write(TEXT_IN_FIELD_1);
            writeNumber(message, name.length);
            message.writeBytes(name);
        }
        return ByteBuffer.allocate(PREFIX_BYTES + message.size())
                .put((byte) 0)
                .putInt(message.size())
                .put(message.toByteArray())
                .array();
    }

    private static void writeNumber(ByteArrayOutputStream message, int number) {
        int rest = number;
        while (rest > 0x7f) {
            message.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        message.write(rest);
    }

    /**
     * The status of an answer.
     *
     * @return empty where there is no message
     * @throws IllegalArgumentException where the octets are none, with the reason
     */
    static OptionalInt status(byte[] body) {
        if (body.length == 0) {
            return OptionalInt.empty();
        }
        ByteBuffer octets = ByteBuffer.wrap(body);
        if (body.length < PREFIX_BYTES) {
            throw new IllegalArgumentException("a prefix of " + body.length + " bytes");
        }
        if (octets.get() != 0) {
            throw new IllegalArgumentException("a compressed message");
        }
        int length = octets.getInt();
        if (length < 0 || length > octets.remaining()) {
            throw new IllegalArgumentException(
                    "a message of " + Integer.toUnsignedString(length) + " bytes in " + octets.remaining());
        }
        return OptionalInt.of(statusIn(octets.limit(octets.position() + length)));
    }

    private static int statusIn(ByteBuffer message) {
        int status = 0;
        while (message.hasRemaining()) {
            long tag = number(message);
            boolean isStatus = tag >>> 3 == 1 && (tag & 7) == NUMBER;
            switch ((int) (tag & 7)) {
                case NUMBER -> {
                    long value = number(message);
                    status = isStatus ? (int) value : status;
                }
                case EIGHT_BYTES -> skip(message, 8);
                case LENGTH_FIRST -> skip(message, number(message));
                case FOUR_BYTES -> skip(message, 4);
                default -> throw new IllegalArgumentException("a field of kind " + (tag & 7));
            }
        }
        return status;
    }

    private static long number(ByteBuffer message) {
        long number = 0;
        for (int shift = 0; shift < MOST_NUMBER_BITS; shift += 7) {
            if (!message.hasRemaining()) {
                throw new IllegalArgumentException("a message that ends within a number");
            }
            byte octet = message.get();
            number |= (long) (octet & 0x7f) << shift;
            if (octet >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number without an end");
    }

    private static void skip(ByteBuffer message, long bytes) {
        if (bytes < 0 || bytes > message.remaining()) {
            throw new IllegalArgumentException("a message that ends within a field");
        }
        message.position(message.position() + (int) bytes);
    }
}
