package io.dialer.agent.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.ConfigChanged;
import io.dialer.agent.bus.StatusQuery;
import io.dialer.agent.bus.TaskAssignment;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the scheduler does when the configuration changes. */
class SchedulerReloadTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final TestProbes probes = new TestProbes();
    private final AtomicInteger factoriesMade = new AtomicInteger();
    private final List<ProbeResult> results = new CopyOnWriteArrayList<>();

    @BeforeEach
    void deploy() {
        bus.subscribe(Addresses.PROBE_RESULT, results::add);
        Waiting.on(vertx.deployVerticle(new SchedulerVerticle(Configurations.of(pool(4, 100)), config -> {
            factoriesMade.incrementAndGet();
            return probes.factories(config.language().name());
        })));
    }

    @AfterEach
    void closeVertx() {
        probes.gate.release(10_000);
        Waiting.on(vertx.close());
    }

    @Test
    void aFullPoolThatShrinksLetsItsRunsEndAndThatGrowsTakesTheQueueAtOnce() {
        assign(tasks(20, "gate", HOUR));
        await().until(() -> probes.running.get() == 4 && status().queued() == 16);
        reconfigure(pool(1, 100));
        await().until(() -> status().maxWorkers() == 1);
        assertThat(status().active()).as("those that run go on").isEqualTo(4);

        probes.gate.release(3);
        await().until(() -> status().active() == 1);
        probes.gate.release(1);
        await().until(() -> status().completed() == 4 && status().active() == 1);

        reconfigure(pool(10, 100));
        await().until(() -> status().active() == 10);
        probes.gate.release(100);
        await().until(() -> results.size() == 20);
        assertThat(status().refused()).isZero();
        assertThat(results).extracting(ProbeResult::taskId).doesNotHaveDuplicates();
    }

    @Test
    void aShorterQueueKeepsWhatWaitsAndRefusesWhatComes() {
        assign(tasks(14, "gate", HOUR));
        await().until(() -> status().queued() == 10);
        reconfigure(pool(4, 2));
        await().until(() -> status().queueLimit() == 2);
        assertThat(status().queued()).isEqualTo(10);
        probes.gate.release(100);
        await().until(() -> results.size() == 14);
    }

    @Test
    void anotherLanguageMakesEveryProbeAnewWithoutARunMoreOrLess() {
        int count = 300;
        assign(tasks(count, "quick", Duration.ofSeconds(2)));
        await().atMost(SECOND.multipliedBy(10)).until(() -> results.size() >= count);
        reconfigure("{'language': 'zh'}");
        await().atMost(SECOND.multipliedBy(20))
                .until(() -> results.stream()
                                .filter(result -> inLanguage(result, "ZH"))
                                .count()
                        >= count);
        assertThat(factoriesMade.get()).isEqualTo(2);
        assertThat(status().skipped()).isZero();
        long first =
                results.stream().filter(result -> !inLanguage(result, "ZH")).count();
        assertThat(first)
                .as("a task has changed its language once, and for good")
                .isLessThanOrEqualTo(2L * count);
        results.stream()
                .skip(2L * count)
                .forEach(result -> assertThat(inLanguage(result, "ZH")).isTrue());
    }

    @Test
    void aChangeThatIsOfNoConcernMakesNothingAnew() {
        assign(tasks(1, "quick", SECOND));
        reconfigure(pool(4, 100).replace("{'thread_pool'", "{'agent_area': 'elsewhere', 'thread_pool'"));
        await().until(() -> results.size() >= 3);
        assertThat(factoriesMade.get()).isEqualTo(1);
    }

    private static boolean inLanguage(ProbeResult result, String language) {
        return result.measurement().message().endsWith(language);
    }

    private static String pool(int maxWorkers, int queue) {
        return "{'thread_pool': {'max_workers': %d, 'queue_size_limit': %d}}".formatted(maxWorkers, queue);
    }

    private static List<ProbeTask> tasks(int count, String type, Duration interval) {
        return IntStream.range(0, count)
                .mapToObj(number -> TestTasks.of("t" + number, type, "target", interval))
                .toList();
    }

    private void assign(List<ProbeTask> tasks) {
        Waiting.on(bus.ask(Addresses.SCHEDULER_TASKS, new TaskAssignment(tasks, List.of())));
    }

    private void reconfigure(String configuration) {
        bus.publish(Addresses.CONFIG_CHANGED, new ConfigChanged(Configurations.of(configuration)));
    }

    private AgentStatus.Pool status() {
        return Waiting.on(bus.ask(Addresses.SCHEDULER_STATUS, new StatusQuery()))
                .pool();
    }
}
