package io.dialer.agent.console;

import java.io.IOException;

/** A server of the agent cannot listen where it should. */
public final class ConsoleUnavailable extends IOException {
    private static final long serialVersionUID = 1L;

    ConsoleUnavailable(String section, String host, int port, Throwable cause) {
        super(
                "%1$s.host %2$s, %1$s.port %3$d: cannot listen there: %4$s; allowed: a free port, 0 for any, -1 for none"
                        .formatted(section, host, port, cause.getMessage()),
                cause);
    }
}
