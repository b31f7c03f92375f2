package io.dialer.agent.probe.net.icmp;

import io.dialer.agent.probe.Sentence;
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
    Sentence errorText(int type, int code) {
        String key = this == V4 ? keyOfV4(type, code) : keyOfV6(type, code);
        return switch (key) {
            case "code" -> Sentence.of("icmp.code", Integer.toString(code));
            case "other" -> Sentence.of("icmp.other", Integer.toString(type), Integer.toString(code));
            default -> Sentence.of("icmp." + key);
        };
    }

    private static String keyOfV4(int type, int code) {
        return switch (type) {
            case 3 ->
                switch (code) {
                    case 0 -> "network_unreachable";
                    case 1 -> "host_unreachable";
                    case 2 -> "protocol_unreachable";
                    case 3 -> "port_unreachable";
                    case 4 -> "fragmentation_needed";
                    case 5 -> "source_route_failed";
                    case 6 -> "network_unknown";
                    case 7 -> "host_unknown";
                    case 9, 10, 13 -> "administratively_prohibited";
                    default -> "code";
                };
            case 11 -> code == 0 ? "ttl_exceeded" : "reassembly_time_exceeded";
            case 12 -> "parameter_problem";
            default -> "other";
        };
    }

    private static String keyOfV6(int type, int code) {
        return switch (type) {
            case 1 ->
                switch (code) {
                    case 0 -> "no_route";
                    case 1 -> "administratively_prohibited";
                    case 2 -> "beyond_scope";
                    case 3 -> "address_unreachable";
                    case 4 -> "port_unreachable";
                    case 5 -> "source_policy";
                    case 6 -> "route_rejected";
                    default -> "code";
                };
            case 2 -> "packet_too_big";
            case 3 -> code == 0 ? "hop_limit_exceeded" : "reassembly_time_exceeded";
            case 4 -> "parameter_problem";
            default -> "other";
        };
    }
}
