package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dialer.agent.system.Receiver.Arrival;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A wall clock that is set a day ahead and back, under Debian's faketime; the monotonic clock goes on. */
class ClockIT {
    private static final Logger LOG = LoggerFactory.getLogger(ClockIT.class);
    private static final int TASKS = 20;
    private static final double SECONDS_OF_A_DAY = 86_400;
    private static final int SECONDS_OF_EACH = Scale.pick(8, 60);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void stallsAndDoublesNoRunAndThrowsNoResultAway() throws Exception {
        Path library = faketime();
        Path offset = folder.resolve("offset");
        Files.writeString(offset, "+0");
        try (Targets targets = new Targets();
                Receiver receiver = Receiver.ofSingleResults().withTcpTasks(TASKS, targets.open())) {
            JsonObject config = AgentProcess.config("book", receiver.url())
                    .put("auth_required", false)
                    .put("outbox", new JsonObject().put("max_age", "1h"));
            Path file = folder.resolve("agent.json");
            Files.writeString(file, config.encodePrettily());
            Map<String, String> environment = Map.of(
                    "LD_PRELOAD",
                    library.toString(),
                    "FAKETIME_TIMESTAMP_FILE",
                    offset.toString(),
                    "FAKETIME_NO_CACHE",
                    "1",
                    "FAKETIME_DONT_FAKE_MONOTONIC",
                    "1");
            int skippedAtTheStart;
            try (AgentProcess agent = AgentProcess.run(folder, environment, "-conf", file.toString())) {
                await().atMost(PATIENCE).until(() -> receiver.distinct() > 3 * TASKS);
                pass();
                // A first run loads code, slowly so under faketime.
                skippedAtTheStart = skipped(receiver);
                Files.writeString(offset, "+1d");
                pass();
                // What waits for the backend while the clock jumps grows no older by it.
                receiver.mode = Receiver.Mode.ERROR_500;
                pass();
                Files.writeString(offset, "+0");
                pass();
                receiver.mode = Receiver.Mode.WELL;
                await().atMost(PATIENCE).until(() -> receiver.outboxDepth() == 0);
                pass();
                assertThat(agent.terminate(20)).isZero();
            }
            JsonObject last = receiver.lastHeartbeat();
            long ahead = receiver.arrivals.stream()
                    .filter(arrival -> arrival.ageSeconds() < -80_000)
                    .count();
            StartTimes.Grid grid = new StartTimes(receiver.arrivals, 1, ClockIT::trueStart).grid();
            System.out.printf(
                    "ClockIT: %d runs, %d received, %d of them a day ahead, outbox %s, %s; skipped %d, %d of them at the"
                            + " start%n",
                    last.getJsonObject("thread_pool").getLong("completed_tasks"),
                    receiver.distinct(),
                    ahead,
                    last.getJsonObject("outbox"),
                    grid,
                    skipped(receiver),
                    skippedAtTheStart);
            assertThat(ahead).as("results a day ahead").isGreaterThan((long) TASKS * SECONDS_OF_EACH);
            assertThat((long) receiver.distinct())
                    .isEqualTo(last.getJsonObject("thread_pool").getLong("completed_tasks"));
            assertThat(last.getJsonObject("outbox").getInteger("dropped")).isZero();
            assertThat(grid.doubled()).isZero();
            assertThat(grid.missing()).isLessThanOrEqualTo(skipped(receiver));
            // A scheduler that went by the wall clock would leave out or repeat every run of a day.
            assertThat(skipped(receiver) - skippedAtTheStart).isLessThan(2 * TASKS);
        }
    }

    private static int skipped(Receiver receiver) {
        return receiver.lastHeartbeat().getJsonObject("queue").getInteger("skipped");
    }

    /** Without the day by which the clock was ahead. */
    private static double trueStart(Arrival result) {
        return result.startedSeconds() + SECONDS_OF_A_DAY * Math.round(result.ageSeconds() / SECONDS_OF_A_DAY);
    }

    private static void pass() {
        Instant end = Instant.now().plusSeconds(SECONDS_OF_EACH);
        await().atMost(Duration.ofSeconds(SECONDS_OF_EACH + 10L))
                .until(() -> Instant.now().isAfter(end));
    }

    private static Path faketime() throws Exception {
        try (Stream<Path> found = Files.find(
                Path.of("/usr/lib"),
                4,
                (path, attributes) -> path.getFileName().toString().equals("libfaketime.so.1"))) {
            Path library = found.findFirst().orElse(null);
            if (library == null) {
                LOG.warn("Test of the clock left out: libfaketime is not here (Debian: apt-get install faketime)");
            }
            assumeTrue(library != null, "libfaketime is not here");
            return java.util.Objects.requireNonNull(library);
        }
    }
}
