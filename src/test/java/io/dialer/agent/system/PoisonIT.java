package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results on which the backend itself fails, with their whole batch: they alone are given up, and nobody waits for them. */
class PoisonIT {
    private static final int ROWS = 10_000;
    private static final int POISON = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    @TempDir
    Path folder;

    /** In the short form with batches, which are the harder case. */
    static Stream<Boolean> batches() {
        return Scale.full() ? Stream.of(true, false) : Stream.of(true);
    }

    @ParameterizedTest(name = "batches: {0}")
    @MethodSource("batches")
    void areDeadLettersInTheEndAndDelayNobody(boolean batches) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<String> poison = Stream.generate(() -> OutboxFile.idOf(random.nextInt(ROWS)))
                .distinct()
                .limit(POISON)
                .collect(Collectors.toSet());
        try (Targets targets = new Targets();
                Receiver receiver = batches ? Receiver.ofBatches() : Receiver.ofSingleResults()) {
            receiver.withTcpTasks(10, targets.open());
            int port = Ports.free();
            JsonObject config = AgentProcess.config("book", receiver.url())
                    .put("auth_required", false)
                    .put("console", new JsonObject().put("port", port));
            try (AgentProcess agent = AgentProcess.start(folder, config)) {
                await().atMost(PATIENCE).until(() -> receiver.distinct() > 0);
                assertThat(agent.terminate(20)).isZero();
            }
            new OutboxFile(folder.resolve("data")).add(ROWS);
            receiver.poison = result -> poison.contains(result.getString("result_id"));
            receiver.arrivals.clear();
            receiver.heartbeats.clear();
            try (AgentProcess agent = AgentProcess.start(folder, config)) {
                await().atMost(PATIENCE).until(() -> stored(receiver, Set.of()) > 0);
                Instant begun = Instant.now();
                // Those of the same tasks come after them, because each task's results keep their order.
                Set<String> behind = poison.stream().map(OutboxFile::taskOf).collect(Collectors.toSet());
                await().atMost(PATIENCE)
                        .until(() -> stored(receiver, behind) == ROWS - behind.size() * ROWS / OutboxFile.TASKS);
                double seconds = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
                await().atMost(PATIENCE)
                        .until(() -> receiver.lastHeartbeat()
                                        .getJsonObject("outbox", new JsonObject())
                                        .getInteger("dead", 0)
                                == POISON);
                double untilDead = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
                double longestLag = receiver.arrivals.stream()
                        .filter(arrival -> !arrival.resultId().startsWith("01J00"))
                        .mapToDouble(Receiver.Arrival::ageSeconds)
                        .max()
                        .orElseThrow();
                System.out.printf(
                        "PoisonIT: seed %d, batches %s: %d results of other tasks, of %d, delivered in %.1f s, %d dead letters after %.0f s,"
                                + " longest lag of a fresh result meanwhile %.2f s%n",
                        seed,
                        batches,
                        ROWS - behind.size() * ROWS / OutboxFile.TASKS,
                        ROWS,
                        seconds,
                        POISON,
                        untilDead,
                        longestLag);
                await().atMost(PATIENCE).until(() -> stored(receiver, Set.of()) == ROWS - POISON);
                assertThat(poison).noneMatch(receiver::has);
                retryOneAndPurgeTheOthers(port, receiver, poison);
                assertThat(agent.terminate(20)).isZero();
                assertThat(seconds).isLessThan(30);
                assertThat(longestLag).isLessThan(6);
            }
        }
    }

    private static void retryOneAndPurgeTheOthers(int port, Receiver receiver, Set<String> poison) throws Exception {
        receiver.poison = result -> false;
        try (Api api = new Api(port, null)) {
            JsonArray letters = api.get("/api/agent/outbox/dead").body().getJsonArray("list");
            assertThat(letters.stream().map(JsonObject.class::cast).map(letter -> letter.getString("result_id")))
                    .containsExactlyInAnyOrderElementsOf(poison);
            String one = poison.iterator().next();
            String path = "/api/agent/outbox/dead/" + one;
            assertThat(api.call("POST", path + "/retry", null).body().getInteger("affected"))
                    .isEqualTo(1);
            await().atMost(PATIENCE).until(() -> receiver.has(one));
            assertThat(api.call("POST", path + "/retry", null).status()).isEqualTo(404);
            assertThat(api.call("DELETE", "/api/agent/outbox/dead", null).body().getInteger("affected"))
                    .isEqualTo(POISON - 1);
            assertThat(api.get("/api/agent/outbox").body().getInteger("dead")).isZero();
        }
        assertThat(poison.stream().filter(receiver::has)).hasSize(1);
    }

    private static long stored(Receiver receiver, Set<String> tasksLeftOut) {
        return receiver.arrivals.stream()
                .filter(arrival -> arrival.resultId().startsWith("01J00"))
                .filter(arrival -> !tasksLeftOut.contains(arrival.taskId()))
                .count();
    }
}
