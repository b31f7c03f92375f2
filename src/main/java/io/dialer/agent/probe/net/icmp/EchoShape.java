package io.dialer.agent.probe.net.icmp;

/**
 * What the requests of a session look like.
 *
 * @param payloadBytes bytes behind the ICMP header, 0 to {@link #MOST_PAYLOAD_BYTES}. The first 8 hold a random cookie;
 *     fewer hold a part of it, and an answer is then known by address, identifier and sequence, which are unique as well
 * @param dontFragment true: too long a packet is refused (errno 90, or an ICMP error) instead of cut into fragments
 */
public record EchoShape(int payloadBytes, boolean dontFragment) {
    /** What fits an IPv4 packet with a full set of options. */
    public static final int MOST_PAYLOAD_BYTES = 65_467;

    public EchoShape {
        if (payloadBytes < 0 || payloadBytes > MOST_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("a payload of " + payloadBytes + " bytes");
        }
    }
}
