package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.ConfigChanged;
import io.dialer.agent.bus.HistoryPage;
import io.dialer.agent.bus.HistoryQuery;
import io.dialer.agent.config.HistoryConfig;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.Results;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryVerticleTest {
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final Instant start = Instant.parse("2026-11-23T21:00:00Z");

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        Waiting.on(vertx.close());
    }

    @Test
    void findsPastResultsByEveryConditionTheNewestFirst() {
        deploy(new HistoryConfig(100, 10, 1 << 20));
        publish("a", "a1", Outcome.SUCCESS, 1);
        publish("b", "b2", Outcome.FAILED, 2);
        publish("a", "a3", Outcome.TIMEOUT, 3);
        publish("a", "a4", Outcome.SUCCESS, 4);
        await().until(() -> find(HistoryQuery.newest(null, 10)).size() == 4);

        assertThat(find(HistoryQuery.newest(null, 3))).containsExactly("a4", "a3", "b2");
        assertThat(find(HistoryQuery.newest("a", 10))).containsExactly("a4", "a3", "a1");
        assertThat(find(query("a", Outcome.SUCCESS, 0, 10))).containsExactly("a4", "a1");
        assertThat(find(query(null, null, 2, 4))).containsExactly("a3", "b2");
        long second = page(HistoryQuery.newest("a", 2)).entries().getLast().number();
        assertThat(find(new HistoryQuery("a", null, Long.MIN_VALUE, Long.MAX_VALUE, second, 2)))
                .as("the next page")
                .containsExactly("a1");
    }

    @Test
    void keepsTheLastOfEachTaskAndFailuresLonger() {
        deploy(new HistoryConfig(20, 3, 1 << 20));
        publish("quiet", "q", Outcome.SUCCESS, 0);
        for (int run = 0; run < 5; run++) {
            publish("a", "f" + run, Outcome.FAILED, run);
        }
        for (int run = 0; run < 95; run++) {
            publish("a", "s" + run, Outcome.SUCCESS, 5 + run);
        }
        await().until(() -> find(HistoryQuery.newest("a", 1_000)).size() == 23);

        assertThat(find(HistoryQuery.newest("a", 1_000)))
                .contains("s94", "s75", "f4", "f3", "f2")
                .doesNotContain("s74", "f1");
        assertThat(find(HistoryQuery.newest("quiet", 10))).containsExactly("q");
    }

    @Test
    void keepsLessWhenItIsToldToWhileItRuns() {
        deploy(new HistoryConfig(500, 3, 1 << 20));
        for (int run = 0; run < 49; run++) {
            publish("a", "s" + run, Outcome.SUCCESS, run);
        }
        await().until(() -> find(HistoryQuery.newest("a", 1_000)).size() == 49);
        bus.publish(
                Addresses.CONFIG_CHANGED,
                new ConfigChanged(Configurations.of("{'history': {'per_task': 20, 'failures_per_task': 3}}")));
        publish("a", "s49", Outcome.SUCCESS, 49);
        await().until(() -> find(HistoryQuery.newest("a", 1_000)).size() == 20);
    }

    @Test
    void isStillThereAfterARestart() {
        String deployment = deploy(new HistoryConfig(20, 3, 1 << 20));
        publish("a", "before", Outcome.SUCCESS, 1);
        await().until(() -> find(HistoryQuery.newest("a", 10)).size() == 1);
        Waiting.on(vertx.undeploy(deployment));

        deploy(new HistoryConfig(20, 3, 1 << 20));
        publish("a", "after", Outcome.SUCCESS, 2);
        await().until(() -> find(HistoryQuery.newest("a", 10)).equals(List.of("after", "before")));
    }

    @Test
    void shrinksToItsBytesTheOldestFirst() {
        HistoryStore store = Waiting.on(HistoryStore.open(vertx, folder.resolve("small.db")));
        for (int run = 0; run < 6_000; run++) {
            store.add(result("a", "r" + run, Outcome.SUCCESS, run));
        }
        assertThat(Waiting.on(store.shrink(1 << 20))).isBetween(1_000, 5_000);
        assertThat(Waiting.on(store.shrink(1 << 20))).as("nothing more").isLessThan(300);
        List<HistoryPage.Entry> left =
                Waiting.on(store.find(HistoryQuery.newest("a", 10_000))).entries();
        assertThat(left.getFirst().result().resultId()).isEqualTo("r5999");
        Waiting.on(store.close());
    }

    private String deploy(HistoryConfig limits) {
        return Waiting.on(vertx.deployVerticle(new HistoryVerticle(limits, folder.resolve("history.db"))));
    }

    private void publish(String taskId, String resultId, Outcome outcome, int second) {
        bus.publish(Addresses.PROBE_RESULT, result(taskId, resultId, outcome, second));
    }

    private ProbeResult result(String taskId, String resultId, Outcome outcome, int second) {
        ProbeResult like = Results.startedAt(taskId, resultId, start.plusSeconds(second));
        return new ProbeResult(
                resultId,
                taskId,
                like.taskType(),
                like.target(),
                null,
                like.startedAt(),
                like.durationNanos(),
                1,
                List.of(),
                new Measurement(outcome, null, "as it was", new JsonObject()));
    }

    private HistoryQuery query(@Nullable String taskId, @Nullable Outcome outcome, int fromSecond, int toSecond) {
        return new HistoryQuery(
                taskId,
                outcome,
                start.plusSeconds(fromSecond).toEpochMilli(),
                start.plusSeconds(toSecond).toEpochMilli(),
                Long.MAX_VALUE,
                100);
    }

    private List<String> find(HistoryQuery query) {
        return page(query).entries().stream()
                .map(entry -> entry.result().resultId())
                .toList();
    }

    private HistoryPage page(HistoryQuery query) {
        return Waiting.on(bus.ask(Addresses.HISTORY_RESULTS, query));
    }
}
