package io.dialer.agent.probe.net;

import io.dialer.agent.probe.InvalidOption;

/**
 * A target of the form {@code host}, {@code host:port}, {@code [v6]} or {@code [v6]:port}; a bare IPv6 address has no
 * port.
 *
 * @param host without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    private static final String ALLOWED = "host, host:port or [v6]:port";

    /**
     * Reads a target.
     *
     * @param defaultPort where the target has none
     * @throws InvalidOption where it has another form
     */
    public static HostPort parse(String target, int defaultPort) {
        String text = target.strip();
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            String rest = end < 0 ? "" : text.substring(end + 1);
            if (end < 2 || !(rest.isEmpty() || rest.startsWith(":"))) {
                throw new InvalidOption("target", target, ALLOWED);
            }
            String address = text.substring(1, end);
            if (!isV6(address)) {
                throw new InvalidOption("target", target, ALLOWED);
            }
            return new HostPort(address, rest.isEmpty() ? defaultPort : port(target, rest.substring(1)));
        }
        int colon = text.indexOf(':');
        if (colon < 0 || isV6(text)) {
            return new HostPort(host(target, text), defaultPort);
        }
        return new HostPort(host(target, text.substring(0, colon)), port(target, text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static String host(String target, String text) {
        if (text.isEmpty()
                || (text.contains(":") && !isV6(text))
                || text.chars().anyMatch(c -> Character.isWhitespace(c) || c == '/' || c == '@')) {
            throw new InvalidOption("target", target, ALLOWED);
        }
        return text;
    }

    private static boolean isV6(String text) {
        return text.contains(":") && Resolver.literal(text).isPresent();
    }

    private static int port(String target, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            throw new InvalidOption("target", target, ALLOWED + " with a port from 1 to 65535");
        }
        throw new InvalidOption("target", target, ALLOWED + " with a port from 1 to 65535");
    }
}
