package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million waiting results cost no more than none, and are gone soon once the backend is there. */
class LargeOutboxIT {
    private static final int ROWS = 1_000_000;
    private static final int RESULTS_A_SECOND = 200;
    private static final int STARTS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** A heap that is there from the beginning, so that what grows is what the outbox takes beside it. */
    private static final List<String> FIXED_HEAP = List.of("-Xms192m", "-Xmx192m", "-XX:+AlwaysPreTouch");

    @TempDir
    Path folder;

    @Test
    void costsNoMoreThanAnEmptyOneAndDrainsAtThousandsASecond() throws Exception {
        try (Targets targets = new Targets();
                Receiver receiver = Receiver.ofBatches().withTcpTasks(RESULTS_A_SECOND, targets.open())) {
            receiver.mode = Receiver.Mode.ERROR_500;
            Figures empty = run(receiver);
            OutboxFile outbox = new OutboxFile(folder.resolve("data"));
            outbox.add(ROWS);
            Figures full = run(receiver);

            System.out.printf(
                    "LargeOutboxIT: start %.2f s with %d rows, %.2f s with none; RSS %d MB and %d MB; heap after a"
                            + " collection %d MB and %d MB; stored %.0f/s and %.0f/s; file %d MB%n",
                    full.secondsToStart,
                    ROWS,
                    empty.secondsToStart,
                    full.rssMb,
                    empty.rssMb,
                    full.heapMb,
                    empty.heapMb,
                    full.storedPerSecond,
                    empty.storedPerSecond,
                    Files.size(folder.resolve("data/outbox.db")) >> 20);
            // Generous, because the machine is not as fast in one run as in the other; the figures are printed.
            assertThat(full.secondsToStart - empty.secondsToStart).isLessThan(4);
            assertThat(full.rssMb - empty.rssMb).isLessThanOrEqualTo(40);
            assertThat(full.storedPerSecond).isGreaterThan(empty.storedPerSecond * 0.6);
            assertDrains(receiver);
        }
    }

    private void assertDrains(Receiver receiver) throws Exception {
        receiver.tasks.clear();
        receiver.mode = Receiver.Mode.WELL;
        try (AgentProcess agent = agent(receiver, List.of("-Xmx512m"))) {
            int wanted = Scale.pick(ROWS / 5, ROWS);
            await().atMost(PATIENCE).until(() -> receiver.distinct() > 20_000);
            int from = receiver.distinct();
            Instant begun = Instant.now();
            await().atMost(PATIENCE).until(() -> receiver.distinct() >= wanted);
            double seconds = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
            double rate = (receiver.distinct() - from) / seconds;
            System.out.printf(
                    "LargeOutboxIT: %d results drained in %.1f s, %.0f/s, %d posts, %d repeats%n",
                    receiver.distinct() - from, seconds, rate, receiver.posts.get(), receiver.repeats.get());
            assertThat(agent.terminate(20)).isZero();
            assertThat(rate)
                    .as("half of the goal: another test may share the machine")
                    .isGreaterThan(2_500);
        }
    }

    private record Figures(double secondsToStart, long rssMb, long heapMb, double storedPerSecond) {}

    /** The quickest of some starts: what else goes on on the machine only ever adds to one. */
    private double secondsToStart(Receiver receiver) throws Exception {
        double quickest = Double.MAX_VALUE;
        for (int start = 0; start < STARTS; start++) {
            Instant begun = Instant.now();
            try (AgentProcess agent = agent(receiver, FIXED_HEAP)) {
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> agent.output().contains("agent started"));
                quickest = Math.min(
                        quickest, Duration.between(begun, Instant.now()).toMillis() / 1000.0);
                assertThat(agent.terminate(20)).isZero();
            }
        }
        return quickest;
    }

    private Figures run(Receiver receiver) throws Exception {
        double secondsToStart = secondsToStart(receiver);
        receiver.heartbeats.clear();
        try (AgentProcess agent = agent(receiver, FIXED_HEAP)) {
            await().atMost(PATIENCE).until(() -> receiver.outboxDepth() > 5 * RESULTS_A_SECOND);
            int depth = receiver.outboxDepth();
            Instant from = Instant.now();
            await().atMost(PATIENCE).until(() -> receiver.outboxDepth() >= depth + 15 * RESULTS_A_SECOND);
            double seconds = Duration.between(from, Instant.now()).toMillis() / 1000.0;
            double stored = (receiver.outboxDepth() - depth) / seconds;
            Figures figures = new Figures(secondsToStart, rssMb(agent.pid()), heapMb(agent.pid()), stored);
            assertThat(agent.terminate(20)).isZero();
            return figures;
        }
    }

    private AgentProcess agent(Receiver receiver, List<String> options) throws IOException {
        Path file = folder.resolve("agent.json");
        Files.writeString(
                file,
                AgentProcess.config("book", receiver.url())
                        .put("auth_required", false)
                        .encodePrettily());
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of(
                "-jar",
                Path.of(System.getProperty("agent.jar", "target/dialer-agent.jar"))
                        .toAbsolutePath()
                        .toString(),
                "-conf",
                file.toString()));
        return AgentProcess.launch(folder, System.getenv(), command);
    }

    private static long rssMb(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private static long heapMb(long pid) throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.run").start().waitFor();
        Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.heap_info").start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher used = Pattern.compile("used ([0-9]+)K").matcher(told);
        return used.find() ? Long.parseLong(used.group(1)) / 1024 : -1;
    }
}
