package io.dialer.agent.probe.net.icmp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace that lives as long as its one platform thread: sockets that this thread opens and processes that it
 * starts are in it, and nothing else of the process is.
 */
public final class NetworkNamespace implements AutoCloseable {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    private NetworkNamespace() {}

    /** A namespace with its loopback up; leaves the test out where that is not allowed. */
    public static NetworkNamespace open() throws Exception {
        NetworkNamespace namespace = new NetworkNamespace();
        Rights.assume(
                namespace.call(Rights::enterNewNetworkNamespace), "no right to a network namespace (CAP_SYS_ADMIN)");
        namespace.run("ip link set lo up");
        return namespace;
    }

    /**
     * A client (10.77.0.1, fd77::1) whose default route leads to a router (10.77.0.2, fd77::2), which answers itself,
     * drops 10.89.0.0/16 and fd89::/64 silently, and refuses 10.88.0.0/16 and fd88::/64.
     */
    public static Routed openRouted() throws Exception {
        NetworkNamespace client = open();
        NetworkNamespace router = open();
        String routerThread = router.call(
                () -> Path.of("/proc/thread-self").toRealPath().getFileName().toString());
        client.run("ip link add name va type veth peer name vb");
        client.run("ip link set vb netns " + routerThread);
        client.run("ip address add 10.77.0.1/24 dev va", "ip address add fd77::1/64 dev va nodad");
        client.run("ip link set va up");
        router.run("ip address add 10.77.0.2/24 dev vb", "ip address add fd77::2/64 dev vb nodad");
        router.run("ip link set vb up");
        router.set("/proc/sys/net/ipv4/ip_forward", "1");
        router.set("/proc/sys/net/ipv6/conf/all/forwarding", "1");
        router.set("/proc/sys/net/ipv4/icmp_ratelimit", "0");
        router.set("/proc/sys/net/ipv6/icmp/ratelimit", "0");
        router.run("ip route add blackhole 10.89.0.0/16", "ip -6 route add blackhole fd89::/64");
        router.run("ip route add unreachable 10.88.0.0/16", "ip -6 route add unreachable fd88::/64");
        router.run("ip route add 10.90.0.0/16 via 10.77.0.1", "ip route add 10.91.0.0/16 via 10.77.0.1 mtu 1000");
        client.run("ip route add default via 10.77.0.2", "ip -6 route add default via fd77::2");
        return new Routed(client, router);
    }

    /** A client behind a router. */
    public record Routed(NetworkNamespace client, NetworkNamespace router) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
            router.close();
        }
    }

    /** Lets every group open datagram ICMP sockets, as many distributions do; the default of a namespace is none. */
    public void allowDatagramIcmp() throws Exception {
        set("/proc/sys/net/ipv4/ping_group_range", "0 2147483647");
    }

    public <T> T call(Callable<T> action) throws Exception {
        try {
            return CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return action.call();
                                } catch (Exception failure) {
                                    throw new IllegalStateException(failure);
                                }
                            },
                            thread)
                    .get(5, TimeUnit.MINUTES);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof IllegalStateException wrapped
                            && wrapped.getCause() instanceof Exception cause
                    ? cause
                    : failure;
        }
    }

    public void run(String... commands) throws Exception {
        for (String command : commands) {
            call(() -> execute(command));
        }
    }

    private static int execute(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command.split(" ", -1))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException(command + ": " + output);
        }
        return exit;
    }

    /** Sets one of the kernel's own values. */
    public void set(String path, String value) throws Exception {
        call(() -> Files.writeString(Path.of(path), value));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
