package io.dialer.agent.cluster;

import io.dialer.agent.config.ClusterConfig;
import io.dialer.agent.config.ConfigException;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The address of this host by which the other members reach it. */
final class MemberAddress {
    private static final Logger LOG = LoggerFactory.getLogger(MemberAddress.class);
    private static final int ANY_PORT = 9;

    private MemberAddress() {}

    /**
     * Looks once, before anything runs; names among the members are looked up by the system.
     *
     * @throws ConfigException where this host has no such address
     */
    static InetAddress of(ClusterConfig config) {
        if (config.isOnThisHost()) {
            return InetAddress.getLoopbackAddress();
        }
        String wanted = config.networkInterface();
        if (wanted != null) {
            return own(
                    matching(wanted),
                    "cluster.interface",
                    "%s is not allowed; allowed: an address of this host, a block that holds one, or a network interface"
                            .formatted(wanted));
        }
        if (config.kubernetesService() != null) {
            return own(
                    address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress(),
                    "cluster",
                    "this host has no address but loopback");
        }
        return towards(config.members());
    }

    /**
     * Connecting a datagram socket sends nothing; the system only chooses the route. A host leads to itself by its own
     * address, or by loopback where a hosts file says so: then another member's route is the right one.
     */
    private static InetAddress towards(List<String> members) {
        List<InetAddress> routes = new ArrayList<>();
        boolean others = false;
        for (String member : members) {
            InetSocketAddress target = new InetSocketAddress(host(member), ANY_PORT);
            try (DatagramSocket socket = new DatagramSocket()) {
                if (!target.isUnresolved()) {
                    socket.connect(target);
                    routes.add(socket.getLocalAddress());
                }
            } catch (IOException | UncheckedIOException noRoute) {
                LOG.debug("no route to {}", member, noRoute);
            }
            others |= target.isUnresolved();
        }
        boolean allHere = !others && routes.size() == members.size();
        return routes.stream()
                .filter(route -> !route.isLoopbackAddress())
                .findFirst()
                .or(() -> allHere ? routes.stream().findFirst() : Optional.empty())
                .orElseThrow(() -> new ConfigException(
                        "cluster.members",
                        "none of %s can be reached from here but by loopback; set cluster.interface"
                                .formatted(String.join(", ", members))));
    }

    private static String host(String member) {
        return member.startsWith("[") ? member.substring(1, member.indexOf(']')) : member.replaceFirst(":[0-9]+$", "");
    }

    private static Predicate<InetAddress> matching(String wanted) {
        NetworkInterface named = named(wanted);
        if (named != null) {
            return address -> named.inetAddresses().anyMatch(address::equals);
        }
        int slash = wanted.indexOf('/');
        byte[] block = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? wanted : wanted.substring(0, slash));
        if (block == null || (slash >= 0 && !wanted.substring(slash + 1).matches("[0-9]{1,3}"))) {
            return address -> false;
        }
        int bits = slash < 0 ? block.length * 8 : Integer.parseInt(wanted.substring(slash + 1));
        return address -> sameBits(address.getAddress(), block, bits);
    }

    private static boolean sameBits(byte[] one, byte[] other, int bits) {
        if (one.length != other.length || bits > one.length * 8) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable NetworkInterface named(String name) {
        try {
            return NetworkInterface.getByName(name);
        } catch (SocketException unreadable) {
            return null;
        }
    }

    private static InetAddress own(Predicate<InetAddress> wanted, String path, String problem) {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(wanted)
                    .min(Comparator.comparingInt(address -> address instanceof Inet4Address ? 0 : 1))
                    .orElseThrow(() -> new ConfigException(path, problem));
        } catch (SocketException unreadable) {
            throw new ConfigException(
                    path, "this host's network interfaces cannot be read: " + unreadable.getMessage());
        }
    }
}
