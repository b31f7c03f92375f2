package io.dialer.agent.probe.net.icmp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Set;

/** What differs between ICMP (RFC 792) and ICMPv6 (RFC 4443), as far as an echo is concerned. */
enum IcmpFamily {
    V4(Linux.AF_INET, Linux.IPPROTO_ICMP, 8, 0),
    V6(Linux.AF_INET6, Linux.IPPROTO_ICMPV6, 128, 129);

    private static final Set<Integer> ERROR_TYPES_OF_V4 = Set.of(3, 11, 12);
    private static final Set<Integer> ERROR_TYPES_OF_V6 = Set.of(1, 2, 3, 4);

    private final int addressFamily;
    private final int protocol;
    private final int requestType;
    private final int replyType;

    IcmpFamily(int addressFamily, int protocol, int requestType, int replyType) {
        this.addressFamily = addressFamily;
        this.protocol = protocol;
        this.requestType = requestType;
        this.replyType = replyType;
    }

    static IcmpFamily of(InetAddress address) {
        return address instanceof Inet4Address ? V4 : V6;
    }

    int addressFamily() {
        return addressFamily;
    }

    int protocol() {
        return protocol;
    }

    int requestType() {
        return requestType;
    }

    int replyType() {
        return replyType;
    }

    /** Unreachable, packet too big, time exceeded, parameter problem: the errors that quote what they answer. */
    Set<Integer> errorTypes() {
        return this == V4 ? ERROR_TYPES_OF_V4 : ERROR_TYPES_OF_V6;
    }

    /** True when the request's own TTL or hop limit ran out on the way. */
    boolean isTimeExceeded(int type, int code) {
        return type == (this == V4 ? 11 : 3) && code == 0;
    }

    /** What an error says, in the words of RFC 792, RFC 1122, RFC 1812 and RFC 4443. */
    String errorText(int type, int code) {
        String text = this == V4 ? textOfV4(type, code) : textOfV6(type, code);
        return text.isEmpty() ? "ICMP type %d code %d".formatted(type, code) : text;
    }

    private static String textOfV4(int type, int code) {
        return switch (type) {
            case 3 ->
                switch (code) {
                    case 0 -> "network unreachable";
                    case 1 -> "host unreachable";
                    case 2 -> "protocol unreachable";
                    case 3 -> "port unreachable";
                    case 4 -> "fragmentation needed";
                    case 5 -> "source route failed";
                    case 6 -> "network unknown";
                    case 7 -> "host unknown";
                    case 9, 10, 13 -> "administratively prohibited";
                    default -> "unreachable, code " + code;
                };
            case 11 -> code == 0 ? "time to live exceeded" : "fragment reassembly time exceeded";
            case 12 -> "parameter problem";
            default -> "";
        };
    }

    private static String textOfV6(int type, int code) {
        return switch (type) {
            case 1 ->
                switch (code) {
                    case 0 -> "no route to destination";
                    case 1 -> "administratively prohibited";
                    case 2 -> "beyond scope of source address";
                    case 3 -> "address unreachable";
                    case 4 -> "port unreachable";
                    case 5 -> "source address failed policy";
                    case 6 -> "route rejected";
                    default -> "unreachable, code " + code;
                };
            case 2 -> "packet too big";
            case 3 -> code == 0 ? "hop limit exceeded" : "fragment reassembly time exceeded";
            case 4 -> "parameter problem";
            default -> "";
        };
    }
}
