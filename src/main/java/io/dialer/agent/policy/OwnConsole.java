package io.dialer.agent.policy;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/**
 * This agent's own console, which the tasks of a remote backend must not reach: it answers to who sits on this host.
 *
 * @param port where it listens; 0 or less: nowhere, or it may be reached
 */
public record OwnConsole(int port) {
    /** None, or one that may be reached. */
    public static final OwnConsole NONE = new OwnConsole(0);

    /** Whether something that is sent there comes to it. */
    boolean isAt(InetAddress address, int otherPort) {
        return port > 0 && port == otherPort && isOfThisHost(address);
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
