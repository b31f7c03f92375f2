package io.dialer.agent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where and how much is measured, and the target that every part may use.
 *
 * @param project the checkout, whose {@code run.sh} starts the agent
 * @param folder for whatever the processes write; removed at the end
 */
record Bench(Path project, Path folder, BenchScale scale, Nginx nginx) implements AutoCloseable {
    static Bench open(Path project, BenchScale scale) throws Exception {
        Path folder = Files.createTempDirectory("dialer-bench");
        return new Bench(project, folder, scale, Nginx.start(folder));
    }

    /** What a task or module of that type is aimed at. */
    String target(String kind) {
        return switch (kind) {
            case "http" -> "http://127.0.0.1:" + nginx.httpPort + "/";
            case "https" -> "https://127.0.0.1:" + nginx.httpsPort + "/";
            case "tcp" -> "127.0.0.1:" + nginx.httpPort;
            case "ping" -> "127.0.0.1";
            default -> throw new IllegalArgumentException(kind);
        };
    }

    static boolean installed(String program) {
        return place(program).isPresent();
    }

    /**
     * The program's path: what is in {@code /usr/sbin} is not on everybody's {@code PATH}.
     *
     * @throws IllegalStateException where it is not installed
     */
    static String program(String name) {
        return place(name).orElseThrow(() -> new IllegalStateException(name + " is not installed"));
    }

    private static Optional<String> place(String program) {
        return Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/bin", "/sbin")
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    @Override
    public void close() throws IOException {
        nginx.close();
        List<Path> left;
        try (Stream<Path> files = Files.walk(folder)) {
            left = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : left) {
            Files.deleteIfExists(file);
        }
    }
}
