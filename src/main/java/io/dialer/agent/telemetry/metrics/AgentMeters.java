package io.dialer.agent.telemetry.metrics;

import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.ConfigStatus;
import io.dialer.agent.bus.Members;
import io.dialer.agent.bus.Moves;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.bus.Standing;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The agent's own figures as Micrometer's meters, which read what was looked at last. NaN where a part was silent. */
final class AgentMeters {
    private final MeterRegistry registry;
    private final Supplier<AgentFigures> figures;

    private AgentMeters(MeterRegistry registry, Supplier<AgentFigures> figures) {
        this.registry = registry;
        this.figures = figures;
    }

    static void bind(MeterRegistry registry, Supplier<AgentFigures> figures) {
        AgentMeters meters = new AgentMeters(registry, figures);
        meters.parts();
        meters.pool();
        meters.tasks();
        meters.outbox();
        meters.configuration();
        meters.cluster();
    }

    private void parts() {
        part("scheduler", AgentFigures::scheduler);
        part("outbox", AgentFigures::outbox);
        part("configuration", AgentFigures::configuration);
        part("cluster", AgentFigures::members);
    }

    private void part(String name, Function<AgentFigures, @Nullable Object> figure) {
        Gauge.builder("dialer.part.answers", () -> figure.apply(figures.get()) == null ? 0 : 1)
                .description("Whether a part of the agent answers: 1 or 0.")
                .tag("part", name)
                .register(registry);
    }

    private void pool() {
        Part<AgentStatus> pool = new Part<>(AgentFigures::scheduler);
        pool.gauge(
                "dialer.pool.workers.max",
                "Probes at once, at most.",
                it -> it.pool().maxWorkers());
        pool.gauge(
                "dialer.pool.workers.active",
                "Probes that execute now.",
                it -> it.pool().active());
        pool.gauge(
                "dialer.pool.workers.needed",
                "Workers that the tasks need, by their durations and intervals.",
                it -> it.pool().workersNeeded());
        pool.gauge(
                "dialer.queue.depth",
                "Runs that wait for a worker.",
                it -> it.pool().queued());
        pool.gauge(
                "dialer.queue.limit",
                "Runs that may wait for a worker.",
                it -> it.pool().queueLimit());
        pool.counter(
                "dialer.runs.completed", "Runs that ended.", it -> it.pool().completed());
        pool.counter(
                "dialer.runs.refused",
                "Runs that found the queue full.",
                it -> it.pool().refused());
        pool.counter(
                "dialer.runs.skipped",
                "Runs that were due while their task's run before still executed.",
                it -> it.pool().skipped());
    }

    private void tasks() {
        Part<AgentStatus> tasks = new Part<>(AgentFigures::scheduler);
        tasks.gauge(
                "dialer.tasks", "Tasks that this node runs.", it -> it.tasks().total());
        tasks.gauge(
                "dialer.tasks.running",
                "Tasks whose run executes now.",
                it -> it.tasks().running());
        tasks.gauge(
                "dialer.tasks.failing",
                "Tasks whose last run was not a success.",
                it -> it.tasks().failing());
    }

    private void outbox() {
        Part<OutboxStatus> outbox = new Part<>(AgentFigures::outbox);
        outbox.gauge("dialer.outbox.depth", "Results that wait for the backend.", OutboxStatus::depth);
        outbox.gauge(
                "dialer.outbox.oldest.age.seconds",
                "Age of the result that waits longest; 0 where none waits.",
                OutboxStatus::oldestAgeSeconds);
        outbox.gauge("dialer.dead.letters", "Results that were given up and are kept for people.", OutboxStatus::dead);
        outbox.counter("dialer.results.delivered", "Results that the backend took.", OutboxStatus::delivered);
        outbox.counter("dialer.results.dropped", "Results that a cap of the outbox removed.", OutboxStatus::dropped);
        outbox.counter("dialer.results.not.stored", "Results that could not be written.", OutboxStatus::notStored);
    }

    private void configuration() {
        Part<ConfigStatus> configuration = new Part<>(AgentFigures::configuration);
        configuration.counter("dialer.config.reloads", "Changes that were applied.", ConfigStatus::reloads);
        configuration.counter("dialer.config.refusals", "Changes that were refused.", ConfigStatus::refusals);
        configuration.gauge(
                "dialer.config.refused",
                "Whether what is written now is refused: 1 or 0.",
                it -> it.refusal() == null ? 0 : 1);
        configuration.gauge(
                "dialer.config.restart.required",
                "Keys whose written value takes effect at the next start.",
                it -> it.restartRequired().size());
        configuration.gauge(
                "dialer.config.since.timestamp.seconds",
                "When the running configuration was taken, Unix time.",
                it -> it.since().getEpochSecond());
    }

    private void cluster() {
        Part<Members> members = new Part<>(AgentFigures::members);
        members.gauge(
                "dialer.cluster.members",
                "Members of this agent that run tasks.",
                it -> it.peers().stream()
                        .filter(member -> member.standing() == Standing.ACTIVE)
                        .count());
        members.gauge(
                "dialer.cluster.leader", "Whether this node speaks for the agent: 1 or 0.", it -> it.leading() ? 1 : 0);
        Part<Moves> moves = new Part<>(AgentFigures::moves);
        moves.counter(
                "dialer.tasks.received", "Tasks taken over from a member that handed them over.", Moves::received);
        moves.counter("dialer.tasks.inherited", "Tasks taken over from a member that had gone.", Moves::inherited);
        moves.counter("dialer.tasks.handed.over", "Tasks given to other members.", Moves::handedOver);
    }

    /** The figures of one part. */
    private final class Part<P> {
        private final Function<AgentFigures, @Nullable P> part;

        Part(Function<AgentFigures, @Nullable P> part) {
            this.part = part;
        }

        void gauge(String name, String description, ToDoubleFunction<P> value) {
            Gauge.builder(name, () -> read(value)).description(description).register(registry);
        }

        void counter(String name, String description, ToDoubleFunction<P> value) {
            // The registry lasts; what it is given here it would hold weakly.
            FunctionCounter.builder(name, registry, itself -> read(value))
                    .description(description)
                    .register(registry);
        }

        private double read(ToDoubleFunction<P> value) {
            P answered = part.apply(figures.get());
            return answered == null ? Double.NaN : value.applyAsDouble(answered);
        }
    }
}
