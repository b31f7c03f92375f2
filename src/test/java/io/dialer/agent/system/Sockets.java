package io.dialer.agent.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The internet sockets of a process, as the kernel lists them in {@code /proc}. */
final class Sockets {
    /**
     * One of them.
     *
     * @param local the address in the kernel's hexadecimal form
     * @param remotePort 0 where it has no other end
     */
    record Socket(String local, int remotePort, boolean listening) {
        boolean onLoopback() {
            // 127.0.0.1, as it is, or written as an IPv6 address
            return local.endsWith("0100007F");
        }
    }

    private static final String LISTENING = "0A";

    private Sockets() {}

    static List<Socket> tcp(long pid) throws IOException {
        return of(pid, "tcp", "tcp6");
    }

    private static List<Socket> of(long pid, String... tables) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        Set<String> open;
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            open = descriptors.map(Sockets::target).collect(Collectors.toSet());
        }
        List<Socket> sockets = new ArrayList<>();
        for (String table : tables) {
            Files.readAllLines(process.resolve("net").resolve(table)).stream()
                    .skip(1)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns -> open.contains("socket:[" + columns[9] + "]"))
                    .map(columns -> new Socket(
                            columns[1].split(":", 2)[0],
                            Integer.parseInt(columns[2].split(":", 2)[1], 16),
                            columns[3].equals(LISTENING)))
                    .forEach(sockets::add);
        }
        return sockets;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
