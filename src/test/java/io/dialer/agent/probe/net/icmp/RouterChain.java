package io.dialer.agent.probe.net.icmp;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A client, three routers and a target in a row, each in a namespace of its own: 10.80.0.1 to 10.83.0.2, and the same with
 * fd80::1 to fd83::2. On the network 10.8N.0.0/24 the nearer end has .1 and the device {@code down}, the farther one .2 and
 * {@code up}. What nobody knows goes on until the third router.
 */
public final class RouterChain implements AutoCloseable {
    private static final int LINKS = 4;

    private final List<NetworkNamespace> nodes;

    private RouterChain(List<NetworkNamespace> nodes) {
        this.nodes = nodes;
    }

    /** Builds it; leaves the test out where that is not allowed. */
    public static RouterChain open() throws Exception {
        List<NetworkNamespace> nodes = new ArrayList<>();
        for (int node = 0; node <= LINKS; node++) {
            nodes.add(NetworkNamespace.open());
        }
        for (int link = 0; link < LINKS; link++) {
            connect(link, nodes.get(link), nodes.get(link + 1));
        }
        for (int router = 1; router < LINKS; router++) {
            NetworkNamespace node = nodes.get(router);
            node.set("/proc/sys/net/ipv4/ip_forward", "1");
            node.set("/proc/sys/net/ipv6/conf/all/forwarding", "1");
            node.set("/proc/sys/net/ipv4/icmp_ratelimit", "0");
            node.set("/proc/sys/net/ipv6/icmp/ratelimit", "0");
        }
        for (int node = 0; node < LINKS - 1; node++) {
            nodes.get(node)
                    .run(
                            "ip route add default via 10.8%d.0.2".formatted(node),
                            "ip -6 route add default via fd8%d::2".formatted(node));
        }
        for (int node = 2; node <= LINKS; node++) {
            for (int network = 0; network < node - 1; network++) {
                nodes.get(node)
                        .run(
                                "ip route add 10.8%d.0.0/24 via 10.8%d.0.1".formatted(network, node - 1),
                                "ip -6 route add fd8%d::/64 via fd8%d::1".formatted(network, node - 1));
            }
        }
        // Neighbours must know each other before times mean anything.
        nodes.getFirst().run("ping -c 1 -w 20 10.83.0.2", "ping -6 -c 1 -w 20 fd83::2");
        return new RouterChain(nodes);
    }

    private static void connect(int link, NetworkNamespace near, NetworkNamespace far) throws Exception {
        String thread = far.call(
                () -> Path.of("/proc/thread-self").toRealPath().getFileName().toString());
        near.run("ip link add name down type veth peer name up netns " + thread);
        near.run(
                "ip address add 10.8%d.0.1/24 dev down".formatted(link),
                "ip address add fd8%d::1/64 dev down nodad".formatted(link),
                "ip link set dev down up");
        far.run(
                "ip address add 10.8%d.0.2/24 dev up".formatted(link),
                "ip address add fd8%d::2/64 dev up nodad".formatted(link),
                "ip link set dev up up");
    }

    public NetworkNamespace client() {
        return nodes.getFirst();
    }

    /** The first is next to the client. */
    public NetworkNamespace router(int distance) {
        return nodes.get(distance);
    }

    /** Does something as a client that may open datagram sockets for ICMP, and no raw ones, from now on. */
    public <T> T withoutRights(Callable<T> action) throws Exception {
        client().allowDatagramIcmp();
        return client().call(() -> {
            Rights.dropRawSockets();
            return action.call();
        });
    }

    @Override
    public void close() {
        nodes.forEach(NetworkNamespace::close);
    }
}
