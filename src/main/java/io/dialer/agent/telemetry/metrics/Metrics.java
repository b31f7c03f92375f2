package io.dialer.agent.telemetry.metrics;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.TaskListing;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.probe.ProbeResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The text that Prometheus scrapes. Made and used on one event loop; the text is written on a thread of its own, because
 * that of two thousand tasks takes longer than an event loop may.
 */
public final class Metrics implements AutoCloseable {
    /** The content type of what {@link #scrape()} gives. */
    public static final String CONTENT_TYPE = Families.CONTENT_TYPE;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmMeters jvm = new JvmMeters();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("metrics").factory());
    private final Context context;
    private final Bus bus;
    private final TaskCollector tasks;
    private volatile AgentFigures figures = AgentFigures.NONE;

    /** Counts from now on. */
    public Metrics(Vertx vertx, Bus bus, AgentConfig config, String version) {
        this.context = vertx.getOrCreateContext();
        this.bus = bus;
        this.tasks = new TaskCollector(config.agentArea(), config.scrape().perTaskMetrics());
        jvm.bindTo(registry);
        Gauge.builder("dialer.build.info", () -> 1)
                .description("What this agent is.")
                .tag("version", version)
                .register(registry);
        AgentMeters.bind(registry, () -> figures);
        Gauge.builder("dialer.tasks.without.metrics", tasks::omitted)
                .description("Tasks whose own figures are left out, by scrape.per_task_metrics.")
                .register(registry);
        registry.getPrometheusRegistry().register(new LatenessCollector(() -> figures));
        registry.getPrometheusRegistry().register(tasks);
        bus.subscribe(Addresses.PROBE_RESULT, this::ended);
        bus.subscribe(
                Addresses.CONFIG_CHANGED,
                changed -> tasks.reconfigure(
                        changed.config().agentArea(), changed.config().scrape().perTaskMetrics()));
    }

    /** In Prometheus's text format. */
    public Future<String> scrape() {
        return AgentFigures.look(bus).compose(looked -> {
            figures = looked;
            TaskListing listing = looked.tasks();
            if (listing != null) {
                tasks.show(listing);
            }
            Promise<String> text = Promise.promise();
            writer.execute(() -> {
                try {
                    String written = registry.scrape(CONTENT_TYPE);
                    context.runOnContext(back -> text.complete(written));
                } catch (RuntimeException fault) {
                    context.runOnContext(back -> text.fail(fault));
                }
            });
            return text.future();
        });
    }

    @Override
    public void close() {
        writer.shutdown();
        jvm.close();
        registry.close();
    }

    private void ended(ProbeResult result) {
        tasks.ended(result);
        Counter.builder("dialer.runs")
                .description("Runs of tasks that ended.")
                .tag("type", result.taskType())
                .tag("outcome", result.outcome().wireName())
                .register(registry)
                .increment();
        Timer.builder("dialer.run.duration")
                .description("How long runs of tasks took, retries included.")
                .tag("type", result.taskType())
                .register(registry)
                .record(Duration.ofNanos(result.durationNanos()));
    }
}
