package io.dialer.agent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process, and what the kernel says of it; see {@code proc(5)}. */
final class MeasuredProcess implements AutoCloseable {
    private static final int SECONDS_TO_END = 40;

    /** What still runs when the benchmarks are broken off. */
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroy)));
    }

    private final Process process;
    private final Path output;

    private MeasuredProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static MeasuredProcess start(Path folder, Map<String, String> environment, List<String> command)
            throws IOException {
        Path output = folder.resolve(Path.of(command.getFirst()).getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        RUNNING.add(process);
        return new MeasuredProcess(process, output);
    }

    /** User and system time of all its threads, in milliseconds, to the kernel's hundredth of a second. */
    double cpuMillis() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
    }

    double rssMegabytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .findFirst()
                            .orElseThrow()
                    / 1024.0;
        }
    }

    long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return files.count();
        }
    }

    /** Whether it has written that so far. */
    boolean printed(String words) throws IOException {
        requireAlive();
        return Files.readString(output).contains(words);
    }

    /** Returns true, or fails with what the process printed where it has ended. */
    boolean requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("ended with " + process.exitValue() + ":\n" + Files.readString(output));
        }
        return true;
    }

    /** SIGTERM, and SIGKILL where that does not do. */
    @Override
    public void close() {
        RUNNING.remove(process);
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException ended) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
