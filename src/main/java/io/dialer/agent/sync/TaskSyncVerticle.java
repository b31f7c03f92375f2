package io.dialer.agent.sync;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.StatusQuery;
import io.dialer.agent.bus.SyncStats;
import io.dialer.agent.bus.TaskAssignment;
import io.dialer.agent.bus.TaskList;
import io.dialer.agent.bus.TaskListRequest;
import io.dialer.agent.bus.VariableList;
import io.dialer.agent.bus.VariableListRequest;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.BackendIdentity;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.SystemVariable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the tasks and the system variables again and again and tells the scheduler what to run. A fetch that fails changes nothing. At the
 * start the tasks cached on disk run until the backend has answered.
 */
public final class TaskSyncVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(TaskSyncVerticle.class);
    private static final TaskAssignment NOTHING = new TaskAssignment(List.of(), List.of());
    /** Fetching takes at most a tenth of the time, because the backend's answers grow with its history. */
    private static final int SHARE_OF_TIME = 10;

    private static final String OVERTAKEN = "the configuration changed meanwhile";
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration PATIENCE_FOR_VARIABLES = Duration.ofSeconds(10);

    private final Path cacheFile;
    private AgentConfig config;
    /** What the cache holds, as far as it was written by this process. */
    private @Nullable Cached cached;

    private record Cached(TaskCache.Owner owner, TaskAssignment assignment) {}

    private Bus bus;
    private TaskCache cache;
    private @Nullable Share share;
    private @Nullable Future<Share> joining;
    /** The last list that arrived; it may have come too late for its own fetch. */
    private List<SystemVariable> heard = List.of();
    /** What the cache held at the start, for as long as no list has come. */
    private TaskAssignment kept = NOTHING;

    private @Nullable String variablesReason;
    private @Nullable Future<VariableList> variablesAsked;
    private @Nullable Future<SyncStats> underWay;
    private long timer = -1;
    private int failuresInRow;
    private @Nullable String lastReason;
    private boolean lastComplete = true;
    private boolean stopped;
    private Duration leastPause = Duration.ZERO;
    /** Counts the backends and names that tasks were asked for. */
    private long era;

    /**
     * A sync.
     *
     * @param cacheFile where the last list is kept
     */
    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    public TaskSyncVerticle(AgentConfig config, Path cacheFile) {
        this.config = config;
        this.cacheFile = cacheFile;
    }

    @Override
    public Future<?> start() {
        bus = new Bus(vertx);
        cache = new TaskCache(vertx, cacheFile);
        bus.answer(Addresses.SYNC_NOW, request -> syncAfresh());
        bus.subscribe(Addresses.CONFIG_CHANGED, changed -> reconfigure(changed.config()));
        return cache.read(TaskCache.Owner.of(config))
                .compose(read -> {
                    kept = read;
                    return runKept();
                })
                .onSuccess(ready -> syncNow());
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        // One that is joining has said that it is active.
        return joining == null
                ? Future.succeededFuture()
                : joining.compose(Share::leave).otherwiseEmpty();
    }

    /** This node takes part once it knows the tasks; before, the others would wait for it. */
    private Future<Share> share() {
        if (joining == null) {
            joining = Share.join(vertx, this::syncAfresh)
                    .onSuccess(joined -> share = joined)
                    .onFailure(failure -> joining = null);
        }
        return joining;
    }

    private void reconfigure(AgentConfig changed) {
        AgentConfig before = config;
        config = changed;
        if (stopped) {
            return;
        }
        if (!TaskCache.Owner.of(before).equals(TaskCache.Owner.of(changed))) {
            // They may hold secrets that are not for the other one.
            heard = List.of();
            kept = NOTHING;
        }
        if (!before.agentId().equals(changed.agentId()) && joining != null) {
            joining.onSuccess(Share::otherAgent);
        }
        if (!BackendIdentity.of(before).equals(BackendIdentity.of(changed))) {
            // What is under way asks for another agent, or another backend.
            era++;
            underWay = null;
            variablesAsked = null;
            syncNow();
        } else if (!before.taskSyncInterval().equals(changed.taskSyncInterval()) && underWay == null) {
            scheduleNext();
        }
    }

    private Future<?> runKept() {
        if (kept.tasks().isEmpty()) {
            return Future.succeededFuture();
        }
        return bus.ask(Addresses.CLUSTER_LOOK, new StatusQuery())
                // While others run them, an old list is worse than none: they would hand over what it does not hold.
                .compose(members -> members.leader() == null ? runAllOfKept() : Future.succeededFuture());
    }

    private Future<?> runAllOfKept() {
        heard = kept.variables();
        LOG.atInfo()
                .addKeyValue("tasks", kept.tasks().size())
                .log("running the cached tasks until the backend answers");
        return assign(kept);
    }

    /** Whoever asks knows of a change that a fetch under way may have missed. */
    private Future<SyncStats> syncAfresh() {
        return underWay == null ? syncNow() : underWay.transform(done -> syncNow());
    }

    private Future<SyncStats> syncNow() {
        if (underWay != null) {
            return underWay;
        }
        vertx.cancelTimer(timer);
        long begunIn = era;
        Future<List<SystemVariable>> ofVariables = variables();
        Future<SyncStats> fetch = bus.ask(Addresses.BACKEND_TASKS, new TaskListRequest())
                .compose(list -> ofVariables
                        .compose(now -> begunIn == era ? apply(list, now) : Future.failedFuture(OVERTAKEN))
                        .onSuccess(stats -> again(list.elapsed())));
        underWay = fetch;
        fetch.onComplete(done -> {
            if (begunIn == era) {
                underWay = null;
            }
        });
        return fetch.onFailure(failure -> {
            if (begunIn == era) {
                failed(failure);
            }
        });
    }

    /** Never fails: a list that cannot be fetched, or not soon, is not an empty one, and does not hold the tasks up. */
    private Future<List<SystemVariable>> variables() {
        Future<VariableList> asked = variablesAsked;
        if (asked == null) {
            asked = bus.ask(Addresses.BACKEND_VARIABLES, new VariableListRequest());
            variablesAsked = asked;
            long askedIn = era;
            asked.onSuccess(list -> heard = askedIn == era ? list.variables() : heard)
                    .onComplete(done -> variablesAsked = askedIn == era ? null : variablesAsked);
        }
        return asked.map(VariableList::variables)
                .timeout(PATIENCE_FOR_VARIABLES.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(list -> variablesReason = null)
                .recover(failure -> {
                    String reason = String.valueOf(failure.getMessage());
                    (reason.equals(variablesReason) ? LOG.atDebug() : LOG.atWarn())
                            .addKeyValue("reason", reason)
                            .log("the system variables cannot be fetched; they stay as they are");
                    variablesReason = reason;
                    return Future.succeededFuture(heard);
                });
    }

    private Future<SyncStats> apply(TaskList list, List<SystemVariable> now) {
        if (stopped) {
            return Future.failedFuture("stopped");
        }
        List<ProbeTask> ours = Selection.of(list.tasks(), config.agentId());
        List<ProbeTask> wanted = list.complete() ? ours : withThoseThatRun(ours);
        if (!list.complete() && lastComplete) {
            LOG.atWarn()
                    .addKeyValue("tasks", list.tasks().size())
                    .log("the counts of the task list disagree; nothing is removed until they agree");
        }
        lastComplete = list.complete();
        if (list.unreadable() > 0) {
            LOG.atWarn().addKeyValue("elements", list.unreadable()).log("the task list has elements without an id");
        }
        TaskAssignment assignment = new TaskAssignment(wanted, now);
        Cached toBeCached = new Cached(TaskCache.Owner.of(config), assignment);
        return assign(assignment).onSuccess(stats -> {
            log(stats, list);
            if (!toBeCached.equals(cached)) {
                cache.write(toBeCached.owner(), assignment)
                        .onSuccess(written -> cached = toBeCached)
                        .onFailure(failure -> LOG.atError()
                                .addKeyValue("file", cacheFile)
                                .addKeyValue("reason", failure.getMessage())
                                .log("the task cache cannot be written"));
            }
        });
    }

    /** A list whose counts disagree may lack tasks: those that run stay. */
    private List<ProbeTask> withThoseThatRun(List<ProbeTask> listed) {
        Map<String, ProbeTask> all = new LinkedHashMap<>();
        (share == null ? List.<ProbeTask>of() : share.all()).forEach(task -> all.put(task.id(), task));
        listed.forEach(task -> all.put(task.id(), task));
        return new ArrayList<>(all.values());
    }

    private Future<SyncStats> assign(TaskAssignment assignment) {
        return share().compose(mine -> stopped ? Future.failedFuture("stopped") : mine.list(assignment));
    }

    private void again(Duration elapsed) {
        if (failuresInRow > 0) {
            LOG.atInfo().addKeyValue("after_failures", failuresInRow).log("the task list can be fetched again");
        }
        failuresInRow = 0;
        lastReason = null;
        leastPause = elapsed.multipliedBy(SHARE_OF_TIME);
        scheduleNext();
    }

    private void scheduleNext() {
        schedule(leastPause.compareTo(config.taskSyncInterval()) > 0 ? leastPause : config.taskSyncInterval());
    }

    private void failed(Throwable failure) {
        failuresInRow++;
        String reason = String.valueOf(failure.getMessage());
        (reason.equals(lastReason) ? LOG.atDebug() : LOG.atWarn())
                .addKeyValue("reason", reason)
                .addKeyValue("running", share == null ? 0 : share.size())
                .log("the task list cannot be fetched; the tasks stay as they are");
        lastReason = reason;
        if (share == null && !stopped) {
            // Those that ran the tasks may have gone meanwhile.
            runKept();
        }
        Duration backoff = FIRST_RETRY.multipliedBy(1L << Math.min(failuresInRow - 1, 20));
        schedule(backoff.compareTo(config.taskSyncInterval()) < 0 ? backoff : config.taskSyncInterval());
    }

    private void schedule(Duration pause) {
        if (!stopped) {
            vertx.cancelTimer(timer);
            timer = vertx.setTimer(Math.max(1, pause.toMillis()), fired -> syncNow());
        }
    }

    private static void log(SyncStats stats, TaskList list) {
        boolean nothing = stats.added() + stats.updated() + stats.removed() == 0;
        (nothing ? LOG.atDebug() : LOG.atInfo())
                .addKeyValue("added", stats.added())
                .addKeyValue("updated", stats.updated())
                .addKeyValue("removed", stats.removed())
                .addKeyValue("unchanged", stats.unchanged())
                .addKeyValue("complete", list.complete())
                .addKeyValue("seconds", list.elapsed().toMillis() / 1000.0)
                .log("tasks synchronised");
    }
}
