package io.dialer.agent.probe.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One element of a DER or BER text with definite lengths (ITU-T X.690): enough to read the few structures that probes
 * meet.
 */
final class Der {
    private final int tag;
    private final byte[] value;

    private Der(int tag, byte[] value) {
        this.tag = tag;
        this.value = value;
    }

    /** The identifier octet; tag numbers above 30 are not read. */
    int tag() {
        return tag;
    }

    /** The contents octets. */
    byte[] value() {
        return value.clone();
    }

    /** The elements that a text consists of.
     *
     * @throws IllegalArgumentException where it is cut off or of another form
     */
    static List<Der> allIn(byte[] octets) {
        List<Der> found = new ArrayList<>();
        int at = 0;
        while (at < octets.length) {
            int header = headerLength(octets, at);
            int end = header < 0 ? -1 : at + header + length(octets, at);
            if (end < 0 || end > octets.length) {
                throw new IllegalArgumentException("the text is cut off");
            }
            found.add(new Der(octets[at] & 0xff, Arrays.copyOfRange(octets, at + header, end)));
            at = end;
        }
        return found;
    }

    /** The first of them; that there is none is a text that is cut off. */
    static Der firstIn(byte[] octets) {
        List<Der> all = allIn(octets);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("the text is cut off");
        }
        return all.getFirst();
    }

    /** How long the first element is with its header; -1 where that cannot be told yet. */
    static int lengthOfFirst(byte[] octets) {
        int header = headerLength(octets, 0);
        return header < 0 ? -1 : header + length(octets, 0);
    }

    List<Der> children() {
        return allIn(value);
    }

    Der child(int index) {
        List<Der> children = children();
        if (index >= children.size()) {
            throw new IllegalArgumentException("an element is missing");
        }
        return children.get(index);
    }

    private static int headerLength(byte[] octets, int at) {
        if (octets.length < at + 2) {
            return -1;
        }
        int first = octets[at + 1] & 0xff;
        int more = first < 0x80 ? 0 : first & 0x7f;
        if ((octets[at] & 0x1f) == 0x1f || first == 0x80 || more > 3) {
            throw new IllegalArgumentException("an element of an unknown form");
        }
        return octets.length < at + 2 + more ? -1 : 2 + more;
    }

    private static int length(byte[] octets, int at) {
        int first = octets[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int index = 0; index < (first & 0x7f); index++) {
            length = length << 8 | (octets[at + 2 + index] & 0xff);
        }
        return length;
    }
}
