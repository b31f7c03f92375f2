package io.dialer.agent.policy;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;

/**
 * This agent's own console and its listener for scrapes, which the tasks of a remote backend must not reach: they answer to who
 * sits on this host, and {@code /probe} would probe for anybody.
 *
 * @param ports where they listen; none: nowhere, or they may be reached
 */
public record OwnConsole(Set<Integer> ports) {
    /** None, or one that may be reached. */
    public static final OwnConsole NONE = new OwnConsole(Set.of());

    public OwnConsole {
        ports = Set.copyOf(ports);
    }

    /** Whether something that is sent there comes to it. */
    boolean isAt(InetAddress address, int port) {
        return ports.contains(port) && isOfThisHost(address);
    }

    private static boolean isOfThisHost(InetAddress address) {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return true;
        }
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            // Rather no probe of this port than one of the console.
            return true;
        }
    }
}
