package io.dialer.agent.scheduler;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactories;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.ProbeTask;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * Probe types for tests: {@code quick} ends at once, {@code gate} waits until the test lets it through, {@code broken}
 * cannot be made, {@code fault} breaks while it is made.
 */
final class TestProbes {
    final Semaphore gate = new Semaphore(0);
    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    final List<String> started = new CopyOnWriteArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();

    ProbeFactories factories() {
        return factories("");
    }

    /** Probes whose messages end with a word. */
    ProbeFactories factories(String word) {
        ProbeContext context = new ProbeContext(new Messages(Locale.ENGLISH), Map.of());
        return new ProbeFactories(
                context,
                type -> new JsonObject(),
                List.of(
                        factory("quick", (target, options) -> probe(target, false, word)),
                        factory("gate", (target, options) -> probe(target, true, word)),
                        factory("broken", (target, options) -> {
                            throw new InvalidOption("target", target, "something else");
                        }),
                        factory("fault", (target, options) -> {
                            throw new IllegalStateException("a fault of ours");
                        })));
    }

    private Probe probe(String target, boolean waits, String word) {
        return new Probe() {
            @Override
            public Measurement run(Deadline deadline) throws InterruptedException {
                threads.add(Thread.currentThread());
                started.add(target);
                mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
                try {
                    if (waits) {
                        gate.acquire();
                    }
                    return new Measurement(Outcome.SUCCESS, null, "measured " + target + word, new JsonObject());
                } finally {
                    running.decrementAndGet();
                }
            }

            @Override
            public Duration timeout() {
                return Duration.ofSeconds(30);
            }
        };
    }

    private static ProbeFactory factory(String type, BiFunction<String, Options, Probe> make) {
        return new ProbeFactory() {
            @Override
            public String type() {
                return type;
            }

            @Override
            public Probe create(ProbeTask task, Options options, ProbeContext context) {
                return make.apply(task.target(), options);
            }
        };
    }
}
