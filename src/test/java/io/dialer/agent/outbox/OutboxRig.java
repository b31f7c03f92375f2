package io.dialer.agent.outbox;

import static org.awaitility.Awaitility.await;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.ConfigChanged;
import io.dialer.agent.bus.DeadLetterCommand;
import io.dialer.agent.bus.DeadLetters;
import io.dialer.agent.bus.DeliveryReply.Verdict;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.bus.StatusQuery;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.MovableClock;
import io.dialer.agent.testing.Results;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An outbox on a Vert.x of its own, with a scripted backend and short pauses. */
final class OutboxRig implements AutoCloseable {
    static final Pauses SHORT = new Pauses(
            new Backoff(Duration.ofMillis(2), Duration.ofMillis(10)),
            new Backoff(Duration.ofMillis(5), Duration.ofMillis(20)),
            Duration.ofMillis(10),
            List.of(Duration.ofMillis(100), Duration.ofMillis(200)),
            Duration.ofMillis(50),
            Duration.ofMillis(50),
            Duration.ofMillis(50));

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    final Backend backend;
    final MovableClock clock;

    OutboxRig(Path file, String configuration, Function<ProbeResult, Verdict> script) {
        this(file, configuration, script, new MovableClock());
    }

    OutboxRig(Path file, String configuration, Function<ProbeResult, Verdict> script, MovableClock clock) {
        this(file, configuration, script, SHORT, clock);
    }

    OutboxRig(Path file, String configuration, Function<ProbeResult, Verdict> script, Pauses pauses) {
        this(file, configuration, script, pauses, new MovableClock());
    }

    private OutboxRig(
            Path file, String configuration, Function<ProbeResult, Verdict> script, Pauses pauses, MovableClock clock) {
        this.clock = clock;
        backend = new Backend(vertx, script);
        Waiting.on(vertx.deployVerticle(new OutboxVerticle(Configurations.of(configuration), file, pauses, clock)));
    }

    /** The short ones, with another pause after a refused token. */
    static Pauses unauthorizedFor(Duration pause) {
        return new Pauses(
                SHORT.row(), SHORT.link(), pause, SHORT.unanswered(), SHORT.look(), SHORT.removal(), SHORT.storing());
    }

    /** As where the file of the configuration was changed. */
    void reconfigure(String configuration) {
        bus.publish(Addresses.CONFIG_CHANGED, new ConfigChanged(Configurations.of(configuration)));
    }

    void publish(String taskId, String resultId) {
        publish(Results.of(taskId, resultId));
    }

    void publish(ProbeResult result) {
        bus.publish(Addresses.PROBE_RESULT, result);
    }

    /** Results of a task in a row; returns their ids. */
    List<String> publishMany(String taskId, int count) {
        List<String> ids =
                IntStream.range(0, count).mapToObj(number -> taskId + number).toList();
        ids.forEach(id -> publish(taskId, id));
        return ids;
    }

    void untilStatus(Predicate<OutboxStatus> condition) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(this::status, condition);
    }

    OutboxStatus status() {
        return Waiting.on(bus.ask(Addresses.OUTBOX_STATUS, new StatusQuery()));
    }

    DeadLetters dead(DeadLetterCommand.Action action, @Nullable String resultId) {
        return Waiting.on(bus.ask(Addresses.OUTBOX_DEAD, new DeadLetterCommand(action, resultId, 100)));
    }

    @Override
    public void close() {
        Waiting.on(vertx.close());
    }
}
