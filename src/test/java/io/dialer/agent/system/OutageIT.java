package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.system.Receiver.Arrival;
import io.dialer.agent.system.Receiver.Mode;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend that fails in six ways, one after the other, for longer than results are fresh. */
class OutageIT {
    private static final int RESULTS_A_SECOND = 500;
    private static final int SECONDS_OF_EACH = Scale.pick(13, 120);
    private static final Duration PATIENCE = Duration.ofMinutes(Scale.pick(3, 15));

    @TempDir
    Path folder;

    @ParameterizedTest(name = "batches: {0}")
    @ValueSource(booleans = {false, true})
    void nothingIsLostAndTheAgentIsLiveAgainAtOnce(boolean batches) throws Exception {
        try (Targets targets = new Targets();
                Receiver receiver = batches ? Receiver.ofBatches() : Receiver.ofSingleResults()) {
            receiver.withTcpTasks(RESULTS_A_SECOND, targets.open());
            JsonObject config = AgentProcess.config("book", receiver.url())
                    .put("auth_required", false)
                    .put("backend", new JsonObject().put("read_timeout", 3))
                    .put("logging", new JsonObject().put("log_mode", "ERROR"));
            try (AgentProcess agent = AgentProcess.start(folder, config)) {
                await().atMost(PATIENCE).until(() -> receiver.distinct() > 2 * RESULTS_A_SECOND);
                failInEveryWay(receiver);
                Instant healed = Instant.now();
                int beforeHealing = receiver.distinct();
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> receiver.distinct() > beforeHealing + 100);
                double untilLive = secondsSince(healed);
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> receiver.outboxDepth() >= 0 && receiver.outboxDepth() < RESULTS_A_SECOND);
                double untilDrained = secondsSince(healed);
                int drained = receiver.distinct() - beforeHealing;
                // Repeats of posts that were not answered wait for a minute.
                await().atMost(PATIENCE).until(() -> receiver.outboxDepth() <= RESULTS_A_SECOND / 10);
                assertThat(agent.terminate(40)).isZero();

                JsonObject last = receiver.lastHeartbeat();
                double freshShare = freshShareOfTheFirst(10_000, receiver, beforeHealing);
                System.out.printf(
                        "OutageIT: batches %s: %d runs, %d received, %d repeats; live again after %.1f s, then %d results"
                                + " in %.1f s (%.0f/s); of the first 10,000, %.0f %% younger than a minute; outbox %s%n",
                        batches,
                        last.getJsonObject("thread_pool").getLong("completed_tasks"),
                        receiver.distinct(),
                        receiver.repeats.get(),
                        untilLive,
                        drained,
                        untilDrained - untilLive,
                        drained / (untilDrained - untilLive),
                        100 * freshShare,
                        last.getJsonObject("outbox"));
                assertThat((long) receiver.distinct())
                        .as("every run that ended is here")
                        .isEqualTo(last.getJsonObject("thread_pool").getLong("completed_tasks"));
                assertThat(last.getJsonObject("outbox").getInteger("dead")).isZero();
                assertThat(untilLive).isLessThan(12);
                assertThat(freshShare).isGreaterThan(0.5);
                assertOrder(receiver, 0, 57);
                assertOrder(receiver, 63, 100_000);
            }
        }
    }

    /** Silence comes first: what is sent into it is repeated after a minute, when posts fail otherwise or pass. */
    private static void failInEveryWay(Receiver receiver) {
        for (Mode mode : List.of(Mode.CUT, Mode.HANG)) {
            receiver.mode = mode;
            receiver.healthHangs = mode == Mode.HANG;
            pass(SECONDS_OF_EACH);
        }
        receiver.healthHangs = false;
        receiver.refuse();
        pass(SECONDS_OF_EACH);
        receiver.mode = Mode.ERROR_500;
        receiver.listenAgain();
        pass(SECONDS_OF_EACH);
        for (Mode mode : List.of(Mode.BUSY, Mode.HTML_404)) {
            receiver.mode = mode;
            pass(SECONDS_OF_EACH);
        }
        receiver.mode = Mode.WELL;
    }

    /** The outage has a length; there is nothing to wait for in it. */
    private static void pass(int seconds) {
        Instant end = Instant.now().plusSeconds(seconds);
        await().atMost(Duration.ofSeconds(seconds + 10L))
                .until(() -> Instant.now().isAfter(end));
    }

    private static double freshShareOfTheFirst(int count, Receiver receiver, int beforeHealing) {
        List<Arrival> first = receiver.arrivals.stream()
                .sorted(Comparator.comparingInt(Arrival::order))
                .skip(beforeHealing)
                .limit(count)
                .toList();
        return first.stream().filter(arrival -> arrival.ageSeconds() < 61).count() / (double) first.size();
    }

    /** Of each task, among results of a lane; one that failed before may have changed the lane early. */
    private static void assertOrder(Receiver receiver, double youngest, double oldest) {
        Map<String, List<Arrival>> byTask = new HashMap<>();
        receiver.arrivals.stream()
                .filter(arrival -> arrival.ageSeconds() >= youngest && arrival.ageSeconds() < oldest)
                .filter(arrival -> !receiver.failed.contains(arrival.resultId()))
                .sorted(Comparator.comparingInt(Arrival::order))
                .forEach(arrival -> byTask.computeIfAbsent(arrival.taskId(), unseen -> new ArrayList<>())
                        .add(arrival));
        assertThat(byTask).isNotEmpty();
        byTask.forEach((taskId, arrivals) -> assertThat(
                        arrivals.stream().map(Arrival::createdAt).toList())
                .as("task %s, between %.0f and %.0f s old", taskId, youngest, oldest)
                .isSorted());
    }

    private static double secondsSince(Instant moment) {
        return Duration.between(moment, Instant.now()).toMillis() / 1000.0;
    }
}
