package io.dialer.agent.console;

import java.io.IOException;

/** The console cannot listen where it should, although other agents rely on it. */
public final class ConsoleUnavailable extends IOException {
    private static final long serialVersionUID = 1L;

    ConsoleUnavailable(String host, int port, Throwable cause) {
        super(
                "console.host %s, console.port %d: cannot listen there: %s; allowed: a free port, 0 for any, -1 for none"
                        .formatted(host, port, cause.getMessage()),
                cause);
    }
}
