package io.dialer.agent.probe.net.icmp;

import io.dialer.agent.probe.Sentence;
import java.net.InetAddress;

/** What came back for one echo request. */
public sealed interface EchoEvent {
    /** The sequence that was given to {@link EchoSession#send}. */
    int sequence();

    /** From right before the request was handed to the kernel until the kernel took the answer from the device. */
    long roundTripNanos();

    /**
     * The target's own answer. May come twice for one sequence, when the network duplicates.
     *
     * @param hopLimit TTL or hop limit left on arrival; 0 where the kernel did not say
     */
    record Reply(int sequence, long roundTripNanos, int hopLimit) implements EchoEvent {}

    /**
     * An ICMP error about the request, from the target or from a router on the way.
     *
     * @param from who sent the error
     * @param type ICMP's type, different numbers in ICMP and ICMPv6; -1 where the system's ping says it in words only
     * @param code ICMP's code; -1 as well
     * @param timeExceeded true when the request's TTL or hop limit ran out at {@code from}
     * @param text the error in words
     */
    record Refusal(
            int sequence,
            long roundTripNanos,
            InetAddress from,
            int type,
            int code,
            boolean timeExceeded,
            Sentence text)
            implements EchoEvent {}
}
