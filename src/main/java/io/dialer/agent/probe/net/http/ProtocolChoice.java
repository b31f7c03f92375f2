package io.dialer.agent.probe.net.http;

import java.util.List;

/** Which HTTP is spoken. */
public enum ProtocolChoice {
    /** Over TLS what the server chooses by ALPN, HTTP/2 first; else HTTP/1.1. */
    AUTO,
    HTTP_1_1,
    /** Nothing else; without TLS with prior knowledge (RFC 9113, section 3.3). */
    HTTP_2;

    /** What ALPN offers (RFC 7301), best first. */
    public List<String> offered() {
        return switch (this) {
            case AUTO -> List.of("h2", "http/1.1");
            case HTTP_1_1 -> List.of("http/1.1");
            case HTTP_2 -> List.of("h2");
        };
    }
}
