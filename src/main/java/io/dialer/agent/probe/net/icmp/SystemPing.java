package io.dialer.agent.probe.net.icmp;

import io.dialer.agent.probe.Deadline;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The system's own {@code ping}, for an agent that may not open ICMP sockets: distributions give that program the right.
 * One process per run; what it prints has three digits at most (ping(8)), so our own sockets are always better.
 */
public final class SystemPing {
    /** Below, iputils' ping has no room for its time stamp and prints no times. */
    private static final int LEAST_PAYLOAD_BYTES = 16;

    private static final List<String> USUAL_FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");

    private final Path program;

    private SystemPing(Path program) {
        this.program = program;
    }

    /** The program in the PATH, or where distributions put it. */
    public static Optional<SystemPing> find() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), USUAL_FOLDERS.stream())
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, "ping"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(SystemPing::new);
    }

    /**
     * Runs it. Returns by the deadline, with what was printed until then.
     *
     * @throws IcmpUnavailable where it could not do what it was told to, with its own words
     */
    public SystemPingRun run(PingOrder order, Deadline deadline) throws IcmpUnavailable, InterruptedException {
        if (order.shape().payloadBytes() < LEAST_PAYLOAD_BYTES) {
            throw IcmpUnavailable.because("icmp.system_small", Integer.toString(LEAST_PAYLOAD_BYTES));
        }
        long startedNanos = System.nanoTime();
        Process process = start(order);
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("dialer-ping-output").start(() -> read(process, lines, ended));
        boolean cutOff = false;
        try {
            deadline.await(ended);
        } catch (TimeoutException late) {
            cutOff = true;
        } catch (ExecutionException broken) {
            throw new IllegalStateException("the output of " + program + " cannot be read", broken.getCause());
        } finally {
            process.destroyForcibly();
        }
        long sentBy = Math.min(
                order.count(),
                (System.nanoTime() - startedNanos) / order.interval().toNanos() + 1);
        return SystemPingOutput.read(order, List.copyOf(lines), cutOff ? (int) sentBy : -1);
    }

    private Process start(PingOrder order) throws IcmpUnavailable {
        ProcessBuilder builder = new ProcessBuilder(command(order)).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException failure) {
            throw IcmpUnavailable.because("icmp.system_failed", String.valueOf(failure.getMessage()));
        }
    }

    private static void read(Process process, List<String> lines, CompletableFuture<Void> ended) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(lines::add);
            ended.complete(null);
        } catch (IOException | UncheckedIOException killed) {
            ended.completeExceptionally(killed);
        }
    }

    private List<String> command(PingOrder order) {
        List<String> words = new ArrayList<>(List.of(
                program.toString(),
                order.target() instanceof Inet4Address ? "-4" : "-6",
                "-n",
                "-c",
                Integer.toString(order.count()),
                "-i",
                seconds(order.interval()),
                "-W",
                seconds(order.finalWait()),
                "-s",
                Integer.toString(order.shape().payloadBytes()),
                "-t",
                Integer.toString(order.timeToLive())));
        if (order.shape().dontFragment()) {
            words.addAll(List.of("-M", "do"));
        }
        if (order.source() != null) {
            words.addAll(List.of("-I", order.source().getHostAddress()));
        }
        words.add(order.target().getHostAddress());
        return words;
    }

    private static String seconds(Duration duration) {
        // Without a fraction where there is none: some programs take only that.
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
