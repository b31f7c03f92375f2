package io.dialer.agent.system;

import io.dialer.agent.probe.net.icmp.Rights;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Hosts made of network namespaces on one bridge, which this host is on too. */
final class Namespaces implements AutoCloseable {
    private static final String NET = "10.77.83.";
    private static final int HOST = 254;

    private static final AtomicInteger MADE = new AtomicInteger();

    /** The kernel takes links away some time after their namespace. */
    private final String suffix = ProcessHandle.current().pid() % 100_000 + "-" + MADE.incrementAndGet();

    private final int count;

    private Namespaces(int count) {
        this.count = count;
    }

    /** Makes some; leaves the test out where that is not allowed here. */
    static Namespaces make(int count) {
        Namespaces made = new Namespaces(count);
        Rights.assume(tryRun("ip", "link", "add", made.bridge(), "type", "bridge"), "no network namespaces here");
        run("ip", "addr", "add", made.host() + "/24", "dev", made.bridge());
        run("ip", "link", "set", made.bridge(), "up");
        for (int number = 1; number <= count; number++) {
            String name = made.name(number);
            String link = "dv" + number + "-" + made.suffix;
            run("ip", "netns", "add", name);
            run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name);
            run("ip", "link", "set", link, "master", made.bridge());
            run("ip", "link", "set", link, "up");
            made.inside(number, "addr", "add", made.address(number) + "/24", "dev", "eth0");
            made.inside(number, "link", "set", "lo", "up");
            made.inside(number, "link", "set", "eth0", "up");
        }
        return made;
    }

    String host() {
        return NET + HOST;
    }

    String address(int number) {
        return NET + number;
    }

    JsonArray addresses() {
        return new JsonArray(
                IntStream.rangeClosed(1, count).mapToObj(this::address).toList());
    }

    /** The command that runs another in one of them. */
    String[] enter(int number) {
        return new String[] {"ip", "netns", "exec", name(number)};
    }

    /** Nothing gets from one to the other any more, nor back. */
    void cut(int one, int other) {
        inside(one, "route", "add", "blackhole", address(other) + "/32");
        inside(other, "route", "add", "blackhole", address(one) + "/32");
    }

    void heal(int one, int other) {
        inside(one, "route", "del", "blackhole", address(other) + "/32");
        inside(other, "route", "del", "blackhole", address(one) + "/32");
    }

    /** Reaches the others, and not this host. */
    void cutFromHost(int number) {
        inside(number, "route", "add", "blackhole", host() + "/32");
    }

    private String bridge() {
        return "db" + suffix;
    }

    private String name(int number) {
        return "dialer" + number + "-" + suffix;
    }

    private void inside(int number, String... words) {
        List<String> command = new ArrayList<>(List.of("ip", "-netns", name(number)));
        command.addAll(List.of(words));
        run(command.toArray(String[]::new));
    }

    private static void run(String... command) {
        if (!tryRun(command)) {
            throw new IllegalStateException("failed: " + String.join(" ", command));
        }
    }

    private static boolean tryRun(String... command) {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException notThere) {
            throw new UncheckedIOException(notThere);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        for (int number = 1; number <= count; number++) {
            tryRun("ip", "netns", "del", name(number));
        }
        tryRun("ip", "link", "del", bridge());
    }
}
