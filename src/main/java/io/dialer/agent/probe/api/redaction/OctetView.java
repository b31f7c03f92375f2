package io.dialer.agent.probe.api.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text's octets in UTF-8 after one way of decoding, each with the characters that it came from. */
final class OctetView {
    /** What is undone before one looks. */
    enum Coding {
        /** Nothing. */
        PLAIN,
        /** {@code %41}; a plus sign stays one. */
        PERCENT,
        /** {@code %41}, and a plus sign is a space. */
        FORM,
        /** <code>&#92;n</code>, <code>&#92;u0041</code>. */
        JSON
    }

    private final String text;
    private byte[] octets;
    private int[] starts;
    private int[] ends;
    private int length;

    private OctetView(String text) {
        this.text = text;
        octets = new byte[text.length() + 16];
        starts = new int[octets.length];
        ends = new int[octets.length];
    }

    static OctetView of(String text, Coding coding) {
        OctetView view = new OctetView(text);
        int at = 0;
        while (at < text.length()) {
            at = switch (coding) {
                case PLAIN -> view.character(at);
                case PERCENT -> view.percent(at, false);
                case FORM -> view.percent(at, true);
                case JSON -> view.json(at);
            };
        }
        return view;
    }

    int length() {
        return length;
    }

    byte octet(int index) {
        return octets[index];
    }

    /** The first character of the text that an octet came from. */
    int start(int index) {
        return starts[index];
    }

    /** The character after the last one that an octet came from. */
    int end(int index) {
        return ends[index];
    }

    /** The decoded text. */
    @Override
    public String toString() {
        return new String(octets, 0, length, StandardCharsets.UTF_8);
    }

    private int character(int at) {
        int point = text.codePointAt(at);
        int end = at + Character.charCount(point);
        add(point, at, end);
        return end;
    }

    private int percent(int at, boolean plusIsSpace) {
        char character = text.charAt(at);
        if (character == '+' && plusIsSpace) {
            add((byte) ' ', at, at + 1);
            return at + 1;
        }
        int value = character == '%' ? hex(at + 1, 2) : -1;
        if (value < 0) {
            return character(at);
        }
        add((byte) value, at, at + 3);
        return at + 3;
    }

    private int json(int at) {
        if (text.charAt(at) != '\\' || at + 1 == text.length()) {
            return character(at);
        }
        char escaped = text.charAt(at + 1);
        int value = escaped == 'u' ? hex(at + 2, 4) : -1;
        if (value >= 0) {
            boolean pair = Character.isHighSurrogate((char) value) && text.startsWith("\\u", at + 6);
            int low = pair ? hex(at + 8, 4) : -1;
            boolean complete = low >= 0 && Character.isLowSurrogate((char) low);
            int end = at + (complete ? 12 : 6);
            add(complete ? Character.toCodePoint((char) value, (char) low) : value, at, end);
            return end;
        }
        int index = "bfnrt".indexOf(escaped);
        if (index >= 0) {
            add((byte) "\b\f\n\r\t".charAt(index), at, at + 2);
            return at + 2;
        }
        int point = text.codePointAt(at + 1);
        int end = at + 1 + Character.charCount(point);
        add(point, at, end);
        return end;
    }

    private int hex(int from, int digits) {
        if (from + digits > text.length()) {
            return -1;
        }
        int value = 0;
        for (int index = from; index < from + digits; index++) {
            int digit = text.charAt(index) < 0x80 ? Character.digit(text.charAt(index), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private void add(int point, int start, int end) {
        if (point < 0x80) {
            add((byte) point, start, end);
            return;
        }
        for (byte octet : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
            add(octet, start, end);
        }
    }

    private void add(byte octet, int start, int end) {
        if (length == octets.length) {
            octets = Arrays.copyOf(octets, length * 2);
            starts = Arrays.copyOf(starts, length * 2);
            ends = Arrays.copyOf(ends, length * 2);
        }
        octets[length] = octet;
        starts[length] = start;
        ends[length] = end;
        length++;
    }
}
