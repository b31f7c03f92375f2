package io.dialer.agent.sync;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.SyncStats;
import io.dialer.agent.bus.TaskAssignment;
import io.dialer.agent.bus.TaskList;
import io.dialer.agent.bus.TaskListRequest;
import io.dialer.agent.bus.VariableList;
import io.dialer.agent.bus.VariableListRequest;
import io.dialer.agent.config.AgentConfig;
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
    /** Fetching takes at most a tenth of the time, because the backend's answers grow with its history. */
    private static final int SHARE_OF_TIME = 10;

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration PATIENCE_FOR_VARIABLES = Duration.ofSeconds(10);

    private final AgentConfig config;
    private final Path cacheFile;
    private Bus bus;
    private TaskCache cache;
    private List<ProbeTask> assigned = List.of();
    private List<SystemVariable> variables = List.of();
    /** The last list that arrived; it may have come too late for its own fetch. */
    private List<SystemVariable> heard = List.of();

    private @Nullable String variablesReason;
    private @Nullable Future<VariableList> variablesAsked;
    private @Nullable Future<SyncStats> underWay;
    private long timer = -1;
    private int failuresInRow;
    private @Nullable String lastReason;
    private boolean lastComplete = true;
    private boolean stopped;

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
        cache = new TaskCache(vertx, cacheFile, config.agentId(), config.serverUrl());
        bus.answer(Addresses.SYNC_NOW, request -> syncAfresh());
        return cache.read().compose(this::runCached).onSuccess(ready -> syncNow());
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }

    private Future<?> runCached(TaskAssignment cached) {
        if (cached.tasks().isEmpty()) {
            return Future.succeededFuture();
        }
        heard = cached.variables();
        LOG.atInfo()
                .addKeyValue("tasks", cached.tasks().size())
                .log("running the cached tasks until the backend answers");
        return assign(cached);
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
        Future<List<SystemVariable>> ofVariables = variables();
        Future<SyncStats> fetch = bus.ask(Addresses.BACKEND_TASKS, new TaskListRequest())
                .compose(list -> ofVariables.compose(now -> apply(list, now)).onSuccess(stats -> again(list.elapsed())))
                .onFailure(this::failed);
        underWay = fetch;
        fetch.onComplete(done -> underWay = null);
        return fetch;
    }

    /** Never fails: a list that cannot be fetched, or not soon, is not an empty one, and does not hold the tasks up. */
    private Future<List<SystemVariable>> variables() {
        Future<VariableList> asked = variablesAsked;
        if (asked == null) {
            asked = bus.ask(Addresses.BACKEND_VARIABLES, new VariableListRequest());
            variablesAsked = asked;
            asked.onSuccess(list -> heard = list.variables()).onComplete(done -> variablesAsked = null);
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
        boolean changed = !wanted.equals(assigned) || !now.equals(variables);
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
        return assign(assignment).onSuccess(stats -> {
            log(stats, list);
            if (changed) {
                cache.write(assignment)
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
        assigned.forEach(task -> all.put(task.id(), task));
        listed.forEach(task -> all.put(task.id(), task));
        return new ArrayList<>(all.values());
    }

    private Future<SyncStats> assign(TaskAssignment assignment) {
        return bus.ask(Addresses.SCHEDULER_TASKS, assignment).onSuccess(stats -> {
            assigned = assignment.tasks();
            variables = assignment.variables();
        });
    }

    private void again(Duration elapsed) {
        if (failuresInRow > 0) {
            LOG.atInfo().addKeyValue("after_failures", failuresInRow).log("the task list can be fetched again");
        }
        failuresInRow = 0;
        lastReason = null;
        Duration least = elapsed.multipliedBy(SHARE_OF_TIME);
        schedule(least.compareTo(config.taskSyncInterval()) > 0 ? least : config.taskSyncInterval());
    }

    private void failed(Throwable failure) {
        failuresInRow++;
        String reason = String.valueOf(failure.getMessage());
        (reason.equals(lastReason) ? LOG.atDebug() : LOG.atWarn())
                .addKeyValue("reason", reason)
                .addKeyValue("running", assigned.size())
                .log("the task list cannot be fetched; the tasks stay as they are");
        lastReason = reason;
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
