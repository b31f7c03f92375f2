package io.dialer.agent.probe.net.icmp;

/** The two ways to ICMP on Linux. */
enum IcmpSocketKind {
    /**
     * For groups within {@code net.ipv4.ping_group_range} (icmp(7)). The kernel sets the identifier and gives each socket
     * only its own replies; errors come by the error queue.
     */
    DATAGRAM(Linux.SOCK_DGRAM),
    /** For root and CAP_NET_RAW (raw(7)). Sees every ICMP packet of the host that the filter lets pass. */
    RAW(Linux.SOCK_RAW);

    private final int type;

    IcmpSocketKind(int type) {
        this.type = type;
    }

    int type() {
        return type;
    }
}
