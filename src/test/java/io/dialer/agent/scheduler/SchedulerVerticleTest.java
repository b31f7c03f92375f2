package io.dialer.agent.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Continuation;
import io.dialer.agent.bus.Drain;
import io.dialer.agent.bus.Release;
import io.dialer.agent.bus.Released;
import io.dialer.agent.bus.RunOnce;
import io.dialer.agent.bus.StatusQuery;
import io.dialer.agent.bus.SyncStats;
import io.dialer.agent.bus.TaskAssignment;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchedulerVerticleTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final TestProbes probes = new TestProbes();
    private final List<ProbeResult> results = new CopyOnWriteArrayList<>();

    @BeforeEach
    void deploy() {
        bus.subscribe(Addresses.PROBE_RESULT, results::add);
        Waiting.on(vertx.deployVerticle(new SchedulerVerticle(
                Configurations.of("{'thread_pool': {'max_workers': 2, 'queue_size_limit': 3}}"),
                config -> probes.factories())));
    }

    @AfterEach
    void closeVertx() {
        probes.gate.release(10_000);
        Waiting.on(vertx.close());
    }

    @Test
    void runsATaskAddedAloneAtOnce() {
        assertThat(assign(TestTasks.of("1", "quick"))).isEqualTo(new SyncStats(1, 0, 0, 0));
        await().atMost(SECOND).until(() -> results.size() == 1);
        assertThat(results.getFirst().taskId()).isEqualTo("1");
        await().until(() -> status().tasks().equals(new AgentStatus.Tasks(1, 0, 1, 1, 0, 1)));
        assertThat(status().lateness().runs()).isEqualTo(1);
    }

    @Test
    void neverOverlapsATaskAndCountsWhatItSkips() {
        assign(TestTasks.of("1", "gate", "slow", SECOND));
        await().until(() -> status().pool().skipped() >= 2);
        assertThat(probes.started).hasSize(1);
        probes.gate.release();
        await().until(() -> probes.started.size() == 2);
        assertThat(probes.mostAtOnce.get()).isEqualTo(1);
    }

    @Test
    void countsARunThatFindsTheQueueFull() {
        assign(IntStream.range(0, 8)
                .mapToObj(number -> TestTasks.of("t" + number, "gate"))
                .toArray(ProbeTask[]::new));
        await().until(() -> status().pool().refused() == 3);
        assertThat(status().pool().active()).isEqualTo(2);
        assertThat(status().pool().queued()).isEqualTo(3);
        assertThat(status().tasks().running()).isEqualTo(2);
    }

    @Test
    void appliesAnUpdateAfterTheRunInProgress() {
        assign(TestTasks.of("1", "gate", "old", SECOND));
        await().until(() -> probes.started.contains("old"));
        assertThat(assign(TestTasks.of("1", "gate", "new", SECOND))).isEqualTo(new SyncStats(0, 1, 0, 0));
        probes.gate.release(2);
        await().until(() -> results.size() == 2);
        assertThat(results).extracting(ProbeResult::target).containsExactly("old", "new");
    }

    @Test
    void cancelsTheQueuedRunOfARemovedTask() {
        ProbeTask one = TestTasks.of("1", "gate");
        ProbeTask two = TestTasks.of("2", "gate");
        assign(one, two);
        await().until(() -> probes.running.get() == 2);
        assign(one, two, TestTasks.of("3", "gate", "third", Duration.ofHours(1)));
        await().until(() -> status().pool().queued() == 1);
        assertThat(assign(one, two)).isEqualTo(new SyncStats(0, 0, 1, 2));
        assertThat(status().pool().queued()).isZero();
        probes.gate.release(3);
        await().until(() -> results.size() == 2);
        assertThat(probes.started).doesNotContain("third");
    }

    @Test
    void discardsTheResultOfARemovedTasksRun() {
        assign(TestTasks.of("1", "gate"));
        await().until(() -> probes.running.get() == 1);
        assign();
        probes.gate.release();
        await().until(() -> status().pool().completed() == 1);
        assign(TestTasks.of("2", "quick"));
        await().until(() -> results.size() == 1);
        assertThat(results).extracting(ProbeResult::taskId).containsExactly("2");
    }

    @Test
    void neverOverlapsATaskThatWasRemovedAndAddedAgain() {
        ProbeTask task = TestTasks.of("1", "gate", "same", SECOND);
        assign(task);
        await().until(() -> probes.running.get() == 1);
        assign();
        assign(task);
        await().until(() -> status().pool().skipped() >= 1);
        assertThat(probes.started).hasSize(1);
        probes.gate.release(2);
        await().until(() -> results.size() == 1);
        assertThat(probes.mostAtOnce.get()).isEqualTo(1);
        assertThat(probes.started).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void reportsABrokenTaskAndRunsTheOthers() {
        assertThat(assign(
                        TestTasks.of("1", "broken"),
                        TestTasks.of("2", "fault"),
                        TestTasks.of("3", "unheard"),
                        TestTasks.of("4", "quick")))
                .isEqualTo(new SyncStats(4, 0, 0, 0));
        await().until(() -> results.size() == 4);
        assertThat(messageOf("1")).isEqualTo("target: \"target\" is not allowed; allowed: something else");
        assertThat(messageOf("2")).contains("internal fault").contains("a fault of ours");
        assertThat(messageOf("3")).isEqualTo("type: \"unheard\" is not known; known: broken, fault, gate, quick");
        assertThat(messageOf("4")).isEqualTo("measured target");
        assertThat(results)
                .filteredOn(result -> result.outcome() == Outcome.ERROR)
                .hasSize(3);
        await().until(() -> status().tasks().failing() == 3);
    }

    @Test
    void runsOnceOnRequestAndPublishesNothing() {
        ProbeResult tried = Waiting.on(
                bus.ask(Addresses.SCHEDULER_RUN, new RunOnce("", TestTasks.of("x", "quick", "tried", SECOND))));
        assertThat(tried.measurement().message()).isEqualTo("measured tried");
        assign(TestTasks.of("1", "quick"));
        await().until(() -> results.size() == 1);
        ProbeResult known = Waiting.on(bus.ask(Addresses.SCHEDULER_RUN, new RunOnce("1", null)));
        assertThat(known.taskId()).isEqualTo("1");
        assertThat(Waiting.forFailureOf(bus.ask(Addresses.SCHEDULER_RUN, new RunOnce("2", null))))
                .hasMessage("no task 2 here");
        assertThat(results).hasSize(1);
    }

    @Test
    void drainsAndStartsNothingMore() {
        assign(TestTasks.of("1", "quick", "t", SECOND));
        await().until(() -> !results.isEmpty());
        AgentStatus after = Waiting.on(bus.ask(Addresses.SCHEDULER_DRAIN, new Drain(SECOND)));
        assertThat(after.pool().active()).isZero();
        int before = probes.started.size();
        await().during(Duration.ofMillis(1_500)).until(() -> probes.started.size() == before);
    }

    @Test
    void aTaskThatIsGivenAwayEndsItsRunAndIsDueNoMore() {
        ProbeTask task = TestTasks.of("1", "gate", "slow", SECOND);
        assign(task);
        await().until(() -> probes.started.size() == 1);
        Released released = Waiting.on(bus.ask(Addresses.SCHEDULER_RELEASE, new Release(List.of("1", "unknown"))));
        long untilDue = released.due().getOrDefault("1", 0L) - Instant.now().toEpochMilli() * 1_000_000;
        assertThat(released.due()).hasSize(1);
        assertThat(Duration.ofNanos(untilDue)).isBetween(SECOND.negated(), SECOND.multipliedBy(2));
        assertThat(status().tasks().total()).isZero();

        probes.gate.release();
        await().until(() -> results.size() == 1);
        await().during(Duration.ofMillis(1_200)).until(() -> probes.started.size() == 1);
        assertThat(status().pool().completed()).isEqualTo(1);
        assertThat(status().tasks().succeededRuns()).isEqualTo(1);
    }

    @Test
    void aRunThatWaitsForAWorkerGoesWithItsTask() {
        assign(Stream.of("1", "2", "3")
                .map(id -> TestTasks.of(id, "gate", id, Duration.ofHours(1)))
                .toArray(ProbeTask[]::new));
        await().until(() -> status().pool().queued() == 1);
        String waiting = Set.of("1", "2", "3").stream()
                .filter(id -> !probes.started.contains(id))
                .findFirst()
                .orElseThrow();
        Released released = Waiting.on(bus.ask(Addresses.SCHEDULER_RELEASE, new Release(List.of(waiting))));
        assertThat(released.due().getOrDefault(waiting, Long.MAX_VALUE))
                .isLessThan(Instant.now().toEpochMilli() * 1_000_000);
        assertThat(status().pool().queued()).isZero();
    }

    @Test
    void aTaskThatComesBackDoesNotOverlapTheRunThatItWasGivenAwayWith() {
        ProbeTask task = TestTasks.of("1", "gate", "slow", SECOND);
        assign(task);
        await().until(() -> probes.started.size() == 1);
        Waiting.on(bus.ask(Addresses.SCHEDULER_RELEASE, new Release(List.of("1"))));
        assign(task);
        await().until(() -> status().pool().skipped() >= 1);
        assertThat(probes.started).hasSize(1);
        probes.gate.release(2);
        await().until(() -> results.size() == 2);
        assertThat(probes.mostAtOnce.get()).isEqualTo(1);
    }

    @Test
    void aTaskThatWasHandedOverBeginsWhenItIsDueAndNotAtOnce() {
        long due = Instant.now().plusMillis(1_500).toEpochMilli() * 1_000_000;
        Waiting.on(bus.ask(
                Addresses.SCHEDULER_TASKS,
                new TaskAssignment(
                        List.of(TestTasks.of("1", "quick"), TestTasks.of("2", "quick")),
                        List.of(),
                        Map.of("1", new Continuation.At(due)))));
        await().atMost(SECOND).until(() -> results.size() == 1);
        assertThat(results.getFirst().taskId()).isEqualTo("2");
        await().until(() -> results.size() == 2);
        assertThat(Duration.between(
                        Instant.ofEpochMilli(due / 1_000_000), results.get(1).startedAt()))
                .isBetween(Duration.ofMillis(-5), Duration.ofMillis(500));
    }

    private String messageOf(String taskId) {
        return results.stream()
                .filter(result -> result.taskId().equals(taskId))
                .findFirst()
                .orElseThrow()
                .measurement()
                .message();
    }

    private SyncStats assign(ProbeTask... tasks) {
        return Waiting.on(bus.ask(Addresses.SCHEDULER_TASKS, new TaskAssignment(List.of(tasks), List.of())));
    }

    private AgentStatus status() {
        return Waiting.on(bus.ask(Addresses.SCHEDULER_STATUS, new StatusQuery()));
    }
}
