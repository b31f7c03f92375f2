package io.dialer.agent.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What it was measured on and with. */
final class Machine {
    private Machine() {}

    static String describe(BenchScale scale) throws IOException, InterruptedException {
        return String.join(
                "\n",
                "* " + LocalDate.now(ZoneOffset.UTC) + ", `./run.sh bench "
                        + scale.name().toLowerCase(Locale.ROOT) + "`",
                "* %d processors (%s), %s GiB, Linux %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                field("/proc/cpuinfo", "model name"),
                                Long.parseLong(field("/proc/meminfo", "MemTotal")
                                                .replaceAll("[^0-9]", ""))
                                        >> 20,
                                System.getProperty("os.version")),
                "* Java " + Runtime.version(),
                "* " + firstLine("nginx", "-v"),
                "* " + firstLine(Blackbox.PROGRAM, "--version"),
                "* " + firstLine("wrk", "-v"),
                "");
    }

    private static String field(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String firstLine(String... command) throws InterruptedException {
        try {
            String[] found = command.clone();
            found[0] = Bench.program(command[0]);
            Process process =
                    new ProcessBuilder(found).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(10, TimeUnit.SECONDS);
            List<String> lines = output.lines().toList();
            return lines.isEmpty() ? command[0] : lines.getFirst();
        } catch (IOException | IllegalStateException absent) {
            return command[0] + ": not installed";
        }
    }
}
