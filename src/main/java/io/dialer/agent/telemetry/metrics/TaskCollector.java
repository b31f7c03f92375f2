package io.dialer.agent.telemetry.metrics;

import io.dialer.agent.bus.TaskListing;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.probe.ProbeTask;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * The last results of the tasks that this node runs, of as many as may be shown: those with the first ids. Bounded also where
 * nobody ever scrapes. Results come on the event loop, {@link #collect} is called on another thread.
 */
final class TaskCollector implements MultiCollector {
    private static final Set<String> MEASURED_IN_DETAIL =
            Set.of("http", "tcp", "tls", "ping", "dns", "grpc", "udp", "traceroute", "websocket");
    private static final List<String> LARGE = List.of("answer", "authority", "additional", "hops");
    private static final String PHASES = "phases";

    private final ConcurrentSkipListMap<String, ProbeResult> lastResults = new ConcurrentSkipListMap<>();
    private volatile List<ProbeTask> tasks = List.of();
    private volatile String area;
    private volatile int most;

    /**
     * Without results.
     *
     * @param most tasks that are shown
     */
    TaskCollector(String area, int most) {
        this.area = area;
        this.most = most;
    }

    void reconfigure(String newArea, int newMost) {
        area = newArea;
        most = newMost;
        dropSurplus();
    }

    void ended(ProbeResult result) {
        lastResults.put(result.taskId(), small(result));
        dropSurplus();
    }

    private void dropSurplus() {
        while (lastResults.size() > most) {
            lastResults.pollLastEntry();
        }
    }

    /** What a transaction, a plugin or a name server answers may be large, and is not shown. */
    private static ProbeResult small(ProbeResult result) {
        Measurement whole = result.measurement();
        JsonObject details;
        if (!MEASURED_IN_DETAIL.contains(result.taskType())) {
            details = new JsonObject().put(PHASES, whole.details().getValue(PHASES));
        } else if (LARGE.stream().anyMatch(whole.details()::containsKey)) {
            details = new JsonObject(new LinkedHashMap<>(whole.details().getMap()));
            LARGE.forEach(details::remove);
        } else {
            return result;
        }
        return new ProbeResult(
                result.resultId(),
                result.taskId(),
                result.taskType(),
                result.target(),
                result.tenantId(),
                result.startedAt(),
                result.durationNanos(),
                result.attempts(),
                List.of(),
                new Measurement(whole.outcome(), whole.failedPhase(), "", details));
    }

    /** The tasks of this node now: results of others are forgotten. */
    void show(TaskListing listing) {
        tasks = listing.entries().stream().map(TaskListing.Entry::task).toList();
        lastResults.keySet().retainAll(tasks.stream().map(ProbeTask::id).collect(Collectors.toSet()));
    }

    /** Tasks that are left out. */
    int omitted() {
        return Math.max(0, tasks.size() - most);
    }

    @Override
    public MetricSnapshots collect() {
        Families families = new Families();
        for (ProbeTask task : tasks) {
            ProbeResult last = lastResults.get(task.id());
            if (last != null) {
                families.add(
                        ProbeSamples.ofTask(last),
                        Labels.of(
                                "task_id", task.id(),
                                "task", task.name(),
                                "type", task.type(),
                                "target", task.target(),
                                "area", area));
            }
        }
        return families.snapshots();
    }
}
