package io.dialer.agent.sync;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Continuation;
import io.dialer.agent.bus.Done;
import io.dialer.agent.bus.Handover;
import io.dialer.agent.bus.MemberStatus;
import io.dialer.agent.bus.Members;
import io.dialer.agent.bus.Moves;
import io.dialer.agent.bus.Ownership;
import io.dialer.agent.bus.Release;
import io.dialer.agent.bus.Standing;
import io.dialer.agent.bus.StatusQuery;
import io.dialer.agent.bus.SyncStats;
import io.dialer.agent.bus.TakeStanding;
import io.dialer.agent.bus.TaskAssignment;
import io.dialer.agent.probe.ProbeTask;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's share of the agent's tasks, and how it moves. Where the list or the members change, one plan after the other
 * is made and carried out: first what belongs to others is given away, with the moment it is due next, then the scheduler
 * hears what it runs. Used on the sync's event loop only.
 */
final class Share {
    private static final Logger LOG = LoggerFactory.getLogger(Share.class);
    private static final Duration PATIENCE_AT_LEAVING = Duration.ofSeconds(5);
    private static final long LOOK_AGAIN_MS = 500;

    private final Vertx vertx;
    private final Bus bus;
    private final Handovers handovers;
    private final Runnable whenUnknown;
    private final OfferedTasks offered = new OfferedTasks();
    private Members members;
    private Ownership before;
    private TaskAssignment all = new TaskAssignment(List.of(), List.of());
    private boolean tookPart;
    /** The others know that this node has, or is about to have, the tasks. */
    private boolean active = true;

    private Set<String> known = Set.of();
    private Set<String> running = Set.of();
    private Map<String, SharePlan.Awaited> awaited = Map.of();
    private Future<?> underWay = Future.succeededFuture();
    private Future<?> sending = Future.succeededFuture();
    private Moves moves = Moves.NONE;
    private long timer = -1;

    private Share(Vertx vertx, Bus bus, Members members, Runnable whenUnknown) {
        this.vertx = vertx;
        this.bus = bus;
        this.whenUnknown = whenUnknown;
        this.handovers = new Handovers(vertx, bus);
        this.members = members;
        this.before = members.ownershipOfTheOthers();
    }

    /**
     * Takes part in running the agent's tasks, from the first list on.
     *
     * @param whenUnknown called where tasks come that the list does not hold
     */
    static Future<Share> join(Vertx vertx, Runnable whenUnknown) {
        Bus bus = new Bus(vertx);
        return bus.ask(Addresses.CLUSTER_LOOK, new StatusQuery()).compose(members -> {
            Share share = new Share(vertx, bus, members, whenUnknown);
            share.bus.answer(Addresses.CLUSTER_MOVES, query -> Future.succeededFuture(share.moves));
            share.bus.subscribe(Addresses.CLUSTER_MEMBERS, share::members);
            // Before the others hear that this node is active, because then they hand over.
            Future<Void> listening = vertx.isClustered()
                    ? share.bus.answerMembers(Addresses.CLUSTER_HANDOVER, members.self(), share::received)
                    : Future.succeededFuture();
            return listening
                    .compose(ready -> bus.ask(Addresses.CLUSTER_STANDING, new TakeStanding(Standing.ACTIVE)))
                    .compose(share::members)
                    .onFailure(failure -> share.bus.close())
                    .map(took -> share);
        });
    }

    /** Gives what runs here to the other members, where there are any. Never fails. */
    Future<?> leave() {
        return bus.ask(Addresses.CLUSTER_STANDING, new TakeStanding(Standing.LEAVING))
                .compose(this::members)
                .timeout(PATIENCE_AT_LEAVING.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("reason", failure.getMessage())
                        .log("not every task was handed over; the other members take them when this one has gone"))
                .otherwiseEmpty();
    }

    /** How many tasks run here. */
    int size() {
        return running.size();
    }

    /** All tasks of the agent, as far as they are known. */
    List<ProbeTask> all() {
        return all.tasks();
    }

    /** From now on this node is another agent; the old one's tasks end at once where others run them, else with the new list. */
    Future<?> otherAgent() {
        return next(this::leaveAgent);
    }

    private Future<Void> leaveAgent() {
        boolean taken = tookPart && members.ownershipOfTheOthers().ownerOf("") != null;
        all = new TaskAssignment(List.of(), List.of());
        tookPart = false;
        active = false;
        awaited = Map.of();
        vertx.cancelTimer(timer);
        if (!taken) {
            return Future.succeededFuture();
        }
        running = Set.of();
        return bus.ask(Addresses.SCHEDULER_TASKS, all).mapEmpty();
    }

    /** Another list. */
    Future<SyncStats> list(TaskAssignment complete) {
        return next(() -> beActive().compose(ready -> take(complete)));
    }

    /** Not before the tasks are here, because the others hand over to it then. */
    private Future<?> beActive() {
        return active
                ? Future.succeededFuture()
                : bus.ask(Addresses.CLUSTER_STANDING, new TakeStanding(Standing.ACTIVE))
                        .onSuccess(now -> {
                            active = true;
                            before = now.ownershipOfTheOthers();
                            members = now;
                        });
    }

    private Future<SyncStats> take(TaskAssignment complete) {
        // What the first list holds may have been run by the others before this node came.
        known = tookPart ? ids(all.tasks()) : ids(complete.tasks());
        tookPart = true;
        all = complete;
        return carryOut();
    }

    /** Other members. Completes when what belongs to them has arrived there, or cannot. */
    Future<?> members(Members now) {
        return next(() -> {
                    boolean other = !now.own().agentId().equals(members.own().agentId());
                    Future<Void> left = other ? leaveAgent() : Future.succeededFuture();
                    before = tookPart ? members.ownership() : now.ownershipOfTheOthers();
                    members = now;
                    return tookPart ? carryOut().onSuccess(done -> passOn("")).<Void>mapEmpty() : left;
                })
                .transform(done -> sending);
    }

    /** Tasks come from another member. */
    Future<Done> received(Handover handover) {
        offered.add(handover);
        if (!ids(all.tasks()).containsAll(handover.due().keySet())) {
            whenUnknown.run();
        }
        if (tookPart) {
            next(() -> carryOut().onSuccess(done -> passOn(handover.from())));
        }
        // They are in our hands; the sender need not wait until they run.
        return Future.succeededFuture(new Done());
    }

    /** What was handed over here and belongs to somebody else by now. */
    private void passOn(String sender) {
        Ownership ownership = members.ownership();
        Map<String, Map<String, Long>> others = new HashMap<>();
        offered.all().forEach((id, due) -> {
            String owner = ownership.ownerOf(id);
            if (owner != null && !owner.equals(members.self()) && !owner.equals(sender)) {
                others.computeIfAbsent(owner, node -> new HashMap<>()).put(id, due);
            }
        });
        others.values().forEach(due -> offered.remove(due.keySet()));
        others.forEach(this::send);
    }

    private <T> Future<T> next(Supplier<Future<T>> step) {
        Future<T> done = underWay.transform(ignored -> step.get());
        underWay = done;
        return done;
    }

    private Future<SyncStats> carryOut() {
        offered.forgetOld(System.nanoTime());
        // Somebody gives what runs here already: after a cut, both sides ran it.
        offered.remove(running);
        SharePlan plan = SharePlan.of(new SharePlan.Situation(
                all.tasks(), known, running, before, members, awaited, offered.all(), System.nanoTime()));
        vertx.cancelTimer(timer);
        return give(plan.give())
                .compose(given -> run(plan))
                .onSuccess(done -> {
                    // What is planned from now on is planned from here.
                    before = members.ownership();
                    known = ids(all.tasks());
                    awaited = plan.awaited();
                    if (!awaited.isEmpty()) {
                        timer = vertx.setTimer(LOOK_AGAIN_MS, fired -> next(this::carryOut));
                    }
                })
                .onFailure(failure -> {
                    LOG.atError().setCause(failure).log("the tasks could not be shared out; trying again");
                    timer = vertx.setTimer(LOOK_AGAIN_MS, fired -> next(this::carryOut));
                });
    }

    private Future<SyncStats> run(SharePlan plan) {
        TaskAssignment assignment = new TaskAssignment(plan.run(), all.variables(), plan.continuations());
        return bus.ask(Addresses.SCHEDULER_TASKS, assignment).onSuccess(stats -> {
            running = ids(plan.run());
            offered.remove(plan.continuations().keySet());
            count(plan);
        });
    }

    private Future<?> give(Map<String, List<String>> tasks) {
        if (tasks.isEmpty()) {
            return Future.succeededFuture();
        }
        List<String> ids = tasks.values().stream().flatMap(List::stream).toList();
        return bus.ask(Addresses.SCHEDULER_RELEASE, new Release(ids)).compose(released -> {
            running = running.stream()
                    .filter(id -> !released.due().containsKey(id))
                    .collect(Collectors.toSet());
            moves = new Moves(
                    moves.received(),
                    moves.inherited(),
                    moves.handedOver() + released.due().size());
            tasks.forEach((node, some) -> {
                Map<String, Long> due = new HashMap<>(released.due());
                due.keySet().retainAll(new HashSet<>(some));
                send(node, due);
            });
            return Future.succeededFuture();
        });
    }

    private void send(String node, Map<String, Long> due) {
        List<Map.Entry<String, Long>> entries = List.copyOf(due.entrySet());
        List<Future<?>> slices = new ArrayList<>(List.of(sending));
        for (int from = 0; from < entries.size(); from += Handover.LARGEST) {
            Map<String, Long> slice = entries.subList(from, Math.min(entries.size(), from + Handover.LARGEST)).stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            slices.add(handovers.send(node, new Handover(members.self(), slice)));
        }
        LOG.atInfo().addKeyValue("to", node).addKeyValue("tasks", due.size()).log("tasks handed over");
        sending = Future.join(slices).otherwiseEmpty();
    }

    private void count(SharePlan plan) {
        long received = plan.continuations().values().stream()
                .filter(Continuation.At.class::isInstance)
                .count();
        long inherited = plan.continuations().size() - received;
        moves = new Moves(moves.received() + received, moves.inherited() + inherited, moves.handedOver());
        if (received + inherited > 0) {
            LOG.atInfo()
                    .addKeyValue("received", received)
                    .addKeyValue("inherited", inherited)
                    .addKeyValue("running", running.size())
                    .addKeyValue(
                            "members",
                            members.peers().stream().map(MemberStatus::nodeId).toList())
                    .log("tasks taken over");
        }
    }

    private static Set<String> ids(List<ProbeTask> tasks) {
        return tasks.stream().map(ProbeTask::id).collect(Collectors.toSet());
    }
}
