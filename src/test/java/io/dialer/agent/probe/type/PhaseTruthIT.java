package io.dialer.agent.probe.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.probe.net.icmp.NetworkNamespace;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code http} says of its phases against what its servers measured. Run alone: it measures tenths of milliseconds. */
class PhaseTruthIT {
    /** Noise of the machine only ever adds; what is asked for must be seen in one of these rounds. */
    private static final int ROUNDS = 8;

    @Test
    void eachPhaseIsWithinAMillisecondOfTheTruth() throws Exception {
        try (NetworkNamespace namespace = NetworkNamespace.open()) {
            List<JsonObject> best = List.of();
            for (int round = 0; round < ROUNDS && !(best.size() == 6 && worst(best) <= bound(best)); round++) {
                best = namespace.call(() -> run(PhaseTruth.class));
                best.forEach(phase -> System.out.println("PhaseTruthIT: " + phase.encode()));
            }
            assertThat(best)
                    .extracting(phase -> phase.getString("phase"))
                    .containsExactly("reference", "resolve", "connect", "tls", "first_byte", "transfer");
            assertThat(worst(best)).isLessThanOrEqualTo(bound(best));
        }
    }

    @Test
    void underLoadTheFirstByteIsWithinAMillisecondOfTheTruth() throws Exception {
        JsonObject measured = new JsonObject();
        for (int round = 0; round < ROUNDS && !(round > 0 && withinBoundUnderLoad(measured)); round++) {
            measured = run(FirstByteTruth.class).getFirst();
            System.out.println("PhaseTruthIT: under load " + measured.encode());
            assertThat(measured.getInteger("failures")).isZero();
            assertThat(measured.getInteger("runs")).isGreaterThan(9_000);
        }
        assertThat(withinBoundUnderLoad(measured)).as(measured.encode()).isTrue();
    }

    /**
     * A millisecond in 99 of 100 runs; where a bare socket beside them is further off, one and a half times what it is.
     */
    private static boolean withinBoundUnderLoad(JsonObject measured) {
        return measured.getDouble("p50_ms") <= 0.5
                && measured.getDouble("p99_ms") <= Math.max(1, 1.5 * measured.getDouble("bare_p99_ms"));
    }

    /**
     * A millisecond; on a machine that wakes threads up late, six times what a bare socket is off there: a phase ends
     * after several threads have woken each other.
     */
    private static double bound(List<JsonObject> phases) {
        return Math.max(1, 6 * phases.getFirst().getDouble("median_ms"));
    }

    private static double worst(List<JsonObject> phases) {
        return phases.stream()
                .skip(1)
                .mapToDouble(phase -> phase.getDouble("median_ms"))
                .max()
                .orElseThrow();
    }

    /** In the namespace of the calling thread. */
    private static List<JsonObject> run(Class<?> program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        program.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        List<JsonObject> printed = new ArrayList<>();
        output.lines().filter(line -> line.startsWith("{")).forEach(line -> printed.add(new JsonObject(line)));
        return printed;
    }
}
