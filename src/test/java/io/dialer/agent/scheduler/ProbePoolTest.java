package io.dialer.agent.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.PreparedProbe;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.scheduler.ProbePool.Admission;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbePoolTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final TestProbes probes = new TestProbes();
    private final List<ProbeRun.Ended> ended = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeVertx() {
        probes.gate.release(10_000);
        Waiting.on(vertx.close());
    }

    @Test
    void keepsItsBoundsUnderAThousandSubmissions() {
        ProbePool pool = pool(8, 100);
        List<Admission> admissions = onLoop(() -> IntStream.range(0, 1_000)
                .mapToObj(number -> pool.submit(run("gate", "t" + number, LONG)))
                .toList());
        assertThat(admissions).filteredOn(Admission.STARTED::equals).hasSize(8);
        assertThat(admissions).filteredOn(Admission.QUEUED::equals).hasSize(100);
        assertThat(admissions).filteredOn(Admission.REFUSED::equals).hasSize(892);
        assertThat(onLoop(pool::refused)).isEqualTo(892);
        probes.gate.release(1_000);
        await().until(() -> ended.size() == 108);
        assertThat(probes.mostAtOnce.get()).isLessThanOrEqualTo(8);
        assertThat(onLoop(pool::completed)).isEqualTo(108);
        assertThat(onLoop(pool::active) + onLoop(pool::queued)).isZero();
    }

    @Test
    void startsWaitingRunsInTheirOrder() {
        ProbePool pool = pool(1, 50);
        List<String> targets =
                IntStream.range(0, 50).mapToObj(number -> "t" + number).toList();
        onLoop(() -> targets.stream()
                .map(target -> pool.submit(run("gate", target, LONG)))
                .toList());
        probes.gate.release(50);
        await().until(() -> ended.size() == 50);
        assertThat(probes.started).isEqualTo(targets);
    }

    @Test
    void cancelsOnlyWhatStillWaits() {
        ProbePool pool = pool(1, 5);
        ProbeRun first = run("gate", "first", LONG);
        ProbeRun second = run("gate", "second", LONG);
        onLoop(() -> List.of(pool.submit(first), pool.submit(second)));
        assertThat(onLoop(() -> pool.executes(first) && !pool.executes(second))).isTrue();
        assertThat(onLoop(() -> pool.cancel(first))).isFalse();
        assertThat(onLoop(() -> pool.cancel(second))).isTrue();
        assertThat(onLoop(() -> pool.cancel(second))).isFalse();
        probes.gate.release(2);
        await().until(() -> ended.size() == 1);
        assertThat(probes.started).containsExactly("first");
    }

    @Test
    void growsAndShrinksWhileBusy() {
        ProbePool pool = pool(2, 100);
        onLoop(() -> IntStream.range(0, 20)
                .mapToObj(number -> pool.submit(run("gate", "t" + number, LONG)))
                .toList());
        resize(pool, 10);
        await().until(() -> probes.running.get() == 10);
        resize(pool, 1);
        probes.gate.release(9);
        await().until(() -> ended.size() == 9);
        assertThat(onLoop(pool::active)).isEqualTo(1);
        assertThat(onLoop(pool::queued)).isEqualTo(10);
        probes.gate.release(20);
        await().until(() -> ended.size() == 20);
        assertThat(probes.mostAtOnce.get()).isEqualTo(10);
    }

    @Test
    void drainsByWaitingForWhatRunsAndCancellingWhatWaits() {
        ProbePool pool = pool(1, 5);
        onLoop(() -> List.of(pool.submit(run("gate", "runs", LONG)), pool.submit(run("gate", "waits", LONG))));
        await().until(() -> probes.running.get() == 1);
        Future<Void> drained = onLoop(() -> pool.drain(LONG));
        assertThat(onLoop(() -> pool.submit(run("gate", "late", LONG)))).isEqualTo(Admission.REFUSED);
        assertThat(drained.isComplete()).isFalse();
        probes.gate.release(5);
        Waiting.on(drained);
        assertThat(probes.started).containsExactly("runs");
        assertThat(ended)
                .singleElement()
                .satisfies(run -> assertThat(run.result().outcome()).isEqualTo(Outcome.SUCCESS));
    }

    @Test
    void cutsOffWhatRunsLongerThanADrainsPatienceAndTellsNobody() {
        ProbePool pool = pool(4, 5);
        onLoop(() -> List.of(pool.submit(run("gate", "one", LONG)), pool.submit(run("gate", "two", LONG))));
        Waiting.on(onLoop(() -> pool.drain(Duration.ofMillis(50))));
        assertThat(onLoop(pool::active)).isZero();
        assertThat(onLoop(pool::completed)).isEqualTo(2);
        assertThat(ended).as("that we stop says nothing about the target").isEmpty();
    }

    @Test
    void drainsAnIdlePoolAtOnce() {
        ProbePool pool = pool(4, 5);
        Waiting.on(onLoop(() -> pool.drain(LONG)));
    }

    @Test
    void interruptsAProbeThatIgnoresItsDeadline() {
        ProbePool pool = pool(1, 5);
        onLoop(() -> pool.submit(run("gate", "deaf", Duration.ofMillis(100))));
        await().until(() -> ended.size() == 1);
        assertThat(ended.getFirst().result().outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(onLoop(pool::active)).isZero();
    }

    @Test
    void runsProbesOnNamedVirtualThreads() {
        ProbePool pool = pool(3, 5);
        onLoop(() -> pool.submit(run("quick", "t", LONG)));
        await().until(() -> ended.size() == 1);
        assertThat(probes.threads).allSatisfy(thread -> {
            assertThat(thread.isVirtual()).isTrue();
            assertThat(thread.getName()).startsWith("dialer-probe-");
        });
        assertThat(ended.getFirst().latenessNanos())
                .isBetween(0L, Duration.ofSeconds(5).toNanos());
    }

    private ProbePool pool(int workers, int queue) {
        return onLoop(() ->
                new ProbePool(vertx, vertx.createSharedWorkerExecutor(VirtualProbeThreads.POOL_NAME), workers, queue));
    }

    private void resize(ProbePool pool, int workers) {
        onLoop(() -> {
            pool.resize(workers, 100);
            return true;
        });
    }

    private ProbeRun run(String type, String target, Duration limit) {
        ProbeTask task = TestTasks.of(target, type, target, Duration.ofHours(1));
        PreparedProbe probe = probes.factories().prepare(task);
        return new ProbeRun(task, probe, System.nanoTime(), limit, (run, end) -> ended.add(end));
    }

    private <T> T onLoop(Callable<T> call) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(ignored -> {
            try {
                promise.complete(call.call());
            } catch (Exception failure) {
                promise.fail(failure);
            }
        });
        return Waiting.on(promise.future());
    }
}
