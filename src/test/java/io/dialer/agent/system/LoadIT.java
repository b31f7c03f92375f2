package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Good targets beside mute ones: every task runs on its grid, whatever the others do. */
class LoadIT {
    private static final int TCP_TASKS = 2_000;
    private static final int MUTE_TASKS = 300;
    private static final int INTERVAL_SECONDS = 10;
    private static final int SECONDS = Scale.pick(40, 120);

    @TempDir
    Path folder;

    @Test
    void everyTaskRunsOnItsGridBesideMuteServers() throws Exception {
        try (MachineNoise noise = MachineNoise.listen();
                ContractBackend backend = ContractBackend.start();
                Targets targets = new Targets()) {
            for (int id = 1; id <= TCP_TASKS; id++) {
                backend.addTask(id, "tcp", targets.open(), INTERVAL_SECONDS, new JsonObject(), "book");
            }
            for (int id = TCP_TASKS + 1; id <= TCP_TASKS + MUTE_TASKS; id++) {
                backend.addTask(
                        id, "http", targets.mute(), INTERVAL_SECONDS, new JsonObject().put("timeout", 2), "book");
            }
            JsonObject config = AgentProcess.config("book", backend.url())
                    .put("task_sync_interval", 30)
                    .put("thread_pool", new JsonObject().put("max_workers", 400))
                    .put("logging", new JsonObject().put("log_mode", "ERROR"));
            try (AgentProcess agent = AgentProcess.start(folder, config)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> backend.results.size() >= TCP_TASKS + MUTE_TASKS);
                // The first rounds load and compile code; what counts begins when every task has run twice.
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> backend.results.size() >= 2 * (TCP_TASKS + MUTE_TASKS));
                LocalDateTime from = createdAt(newest(backend));
                await().atMost(Duration.ofSeconds(2L * SECONDS))
                        .until(() -> createdAt(newest(backend)).isAfter(from.plusSeconds(SECONDS)));
                assertThat(agent.terminate(40)).isZero();
                check(backend, from, from.plusSeconds(SECONDS - 5L), noise);
            }
            JsonObject queue = backend.lastHeartbeat().getJsonObject("queue");
            assertThat(queue.getInteger("skipped")).isZero();
            assertThat(queue.getInteger("rejected")).isZero();
        }
    }

    private static void check(ContractBackend backend, LocalDateTime from, LocalDateTime to, MachineNoise noise) {
        double noiseMillis = noise.p99Millis();
        Map<String, List<JsonObject>> byTask = backend.results.stream()
                .filter(result ->
                        createdAt(result).isAfter(from) && createdAt(result).isBefore(to))
                .collect(Collectors.groupingBy(result -> result.getString("task_id")));
        assertThat(IntStream.rangeClosed(1, TCP_TASKS + MUTE_TASKS)
                        .mapToObj(Integer::toString)
                        .filter(taskId -> !byTask.containsKey(taskId)))
                .as("tasks without a result, the last heartbeat being " + backend.lastHeartbeat())
                .isEmpty();
        List<Double> distances = new ArrayList<>();
        int expectedRuns = (SECONDS - 5) / INTERVAL_SECONDS;
        byTask.forEach((taskId, results) -> {
            assertThat(results.size()).as("runs of task " + taskId).isBetween(expectedRuns, expectedRuns + 1);
            List<LocalDateTime> starts =
                    results.stream().map(LoadIT::createdAt).sorted().toList();
            for (int run = 1; run < starts.size(); run++) {
                long micros = ChronoUnit.MICROS.between(starts.get(run - 1), starts.get(run));
                distances.add(Math.abs(micros / 1000.0 - INTERVAL_SECONDS * 1000.0));
            }
        });
        Collections.sort(distances);
        double p50 = distances.get(distances.size() / 2);
        double p99 = distances.get((int) (distances.size() * 0.99));
        JsonObject lateness = backend.lastHeartbeat().getJsonObject("lateness_ms");
        System.out.printf(
                "LoadIT: %d runs in %d s; distance of consecutive starts to %d s: p50 %.2f ms, p99 %.2f ms, max %.2f ms;"
                        + " lateness as reported: %s; a thread of the test is late by p99 %.2f ms%n",
                distances.size(), SECONDS, INTERVAL_SECONDS, p50, p99, distances.getLast(), lateness, noiseMillis);
        // A distance holds two starts; on a machine that does other things as well nobody is on time.
        assertThat(p99).isLessThan(Math.max(20, 4 * noiseMillis));

        List<JsonObject> mute = byTask.values().stream()
                .flatMap(List::stream)
                .filter(result -> Integer.parseInt(result.getString("task_id")) > TCP_TASKS)
                .toList();
        assertThat(mute).hasSizeGreaterThanOrEqualTo(MUTE_TASKS * expectedRuns);
        assertThat(mute.stream()
                        .mapToDouble(result -> result.getDouble("response_time"))
                        .summaryStatistics())
                .satisfies(times -> assertThat(times.getMin()).isGreaterThanOrEqualTo(2.0))
                .satisfies(
                        times -> assertThat(times.getMax()).isLessThanOrEqualTo(2.2 + 4 * noise.worstSecondsSince(0)));
        assertThat(mute).allSatisfy(result -> {
            assertThat(result.getString("status")).isEqualTo("failed");
            assertThat(result.getJsonObject("details").getString("outcome")).isEqualTo("timeout");
            assertThat(result.getJsonObject("details").getString("failed_phase"))
                    .isEqualTo("first_byte");
        });
    }

    private static JsonObject newest(ContractBackend backend) {
        return backend.results.stream().reduce((first, second) -> second).orElseThrow();
    }

    private static LocalDateTime createdAt(JsonObject result) {
        return LocalDateTime.parse(result.getString("created_at"));
    }
}
