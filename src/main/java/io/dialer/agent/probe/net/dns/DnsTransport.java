package io.dialer.agent.probe.net.dns;

import java.util.Locale;

/** What carries a question. */
public enum DnsTransport {
    /** RFC 1035, section 4.2.1; an answer that was cut short is asked for once more over TCP (RFC 7766, section 5). */
    UDP(53),
    /** RFC 7766. */
    TCP(53),
    /** RFC 7858. */
    TLS(853),
    /** RFC 8484. */
    HTTPS(443);

    private final int port;

    DnsTransport(int port) {
        this.port = port;
    }

    /** Where a server listens that says nothing else. */
    public int port() {
        return port;
    }

    /** The name as it stands in a task. */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }
}
