package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills at random moments, while the backend is well and while it is not: no result that was committed is lost. */
class CrashIT {
    private static final int KILLS = Scale.pick(5, 50);
    private static final int RESULTS_A_SECOND = 500;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "batches: {0}")
    @ValueSource(booleans = {false, true})
    void everyCommittedResultArrivesAndRepeatsCarryTheSameId(boolean batches) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StoredLines log = new StoredLines(folder.resolve("logs"));
        try (Targets targets = new Targets();
                Receiver receiver = batches ? Receiver.ofBatches() : Receiver.ofSingleResults()) {
            receiver.withTcpTasks(RESULTS_A_SECOND, targets.open());
            for (int kill = 1; kill <= KILLS; kill++) {
                receiver.mode = random.nextInt(3) == 0 ? Receiver.Mode.ERROR_500 : Receiver.Mode.WELL;
                try (AgentProcess agent = AgentProcess.start(folder, config(receiver))) {
                    int before = log.resultIds().size();
                    int wanted = before + 300 + random.nextInt(2 * RESULTS_A_SECOND);
                    await().atMost(Duration.ofSeconds(60))
                            .pollInterval(Duration.ofMillis(50))
                            .until(() -> log.resultIds().size() >= wanted);
                    agent.kill();
                }
            }
            receiver.tasks.clear();
            receiver.mode = Receiver.Mode.WELL;
            Set<String> committed = Set.copyOf(log.resultIds());
            // The last heartbeat of one that was killed says nothing of the next one.
            receiver.heartbeats.clear();
            try (AgentProcess agent = AgentProcess.start(folder, config(receiver))) {
                await().atMost(Duration.ofSeconds(60)).until(() -> receiver.outboxDepth() == 0);
                assertThat(agent.terminate(20)).isZero();
            }
            List<String> missing =
                    committed.stream().filter(id -> !receiver.has(id)).toList();
            System.out.printf(
                    "CrashIT: seed %d, batches %s: %d kills, %d results committed, %d received, %d repeats, %d missing%n",
                    seed,
                    batches,
                    KILLS,
                    committed.size(),
                    receiver.distinct(),
                    receiver.repeats.get(),
                    missing.size());
            assertThat(missing).isEmpty();
            assertThat(committed).hasSizeGreaterThan(300 * KILLS);
            assertOneIdForEachRun(receiver);
        }
    }

    /** A run is known by its task and its start, in microseconds. */
    private static void assertOneIdForEachRun(Receiver receiver) {
        Map<String, String> ids = new HashMap<>();
        assertThat(receiver.arrivals)
                .allSatisfy(arrival -> assertThat(
                                ids.putIfAbsent(arrival.taskId() + " " + arrival.createdAt(), arrival.resultId()))
                        .as("another id for the same run")
                        .isNull());
    }

    private static JsonObject config(Receiver receiver) {
        return AgentProcess.config("book", receiver.url())
                .put("auth_required", false)
                .put("logging", new JsonObject().put("log_mode", "DEBUG"));
    }
}
