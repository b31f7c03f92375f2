package io.dialer.agent.sync;

import io.dialer.agent.bus.Continuation;
import io.dialer.agent.bus.MemberStatus;
import io.dialer.agent.bus.Members;
import io.dialer.agent.bus.Ownership;
import io.dialer.agent.bus.Standing;
import io.dialer.agent.probe.ProbeTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which of the agent's tasks this node runs, which it gives to whom, and which it waits for until their last owner hands
 * them over. Every member plans by itself, from the same list and the same members. Pure.
 *
 * @param run the tasks that this node runs now
 * @param continuations how those of them go on that another member has run before
 * @param give the ids of tasks that run here and belong to others, by node id
 * @param awaited tasks that belong here and that another member still runs
 */
record SharePlan(
        List<ProbeTask> run,
        Map<String, Continuation> continuations,
        Map<String, List<String>> give,
        Map<String, Awaited> awaited) {
    /** How long a live member may take to hand a task over. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * A task that another member still runs.
     *
     * @param from that member's node id
     * @param since when the waiting began, by {@link System#nanoTime()}
     */
    record Awaited(String from, long since) {}

    /**
     * What a plan is made from.
     *
     * @param tasks all tasks of the agent
     * @param known ids that the list held before; one that is new starts anew, whoever owns it
     * @param running ids that this node runs
     * @param before who owned what until now
     * @param members who is there now
     * @param awaited what this node waits for already
     * @param offered when tasks that were handed over are due, epoch nanoseconds
     * @param now by {@link System#nanoTime()}
     */
    record Situation(
            List<ProbeTask> tasks,
            Set<String> known,
            Set<String> running,
            Ownership before,
            Members members,
            Map<String, Awaited> awaited,
            Map<String, Long> offered,
            long now) {}

    static SharePlan of(Situation situation) {
        return new Planning(situation).plan();
    }

    private static final class Planning {
        private final Situation given;
        private final Ownership ownership;
        private final Set<String> present;
        private final SharePlan plan =
                new SharePlan(new ArrayList<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());

        Planning(Situation given) {
            this.given = given;
            this.ownership = given.members().ownership();
            this.present = given.members().peers().stream()
                    .filter(member -> member.standing() != Standing.STARTING)
                    .map(MemberStatus::nodeId)
                    .collect(Collectors.toCollection(HashSet::new));
        }

        SharePlan plan() {
            given.tasks().forEach(this::place);
            return plan;
        }

        private void place(ProbeTask task) {
            String id = task.id();
            String owner = ownership.ownerOf(id);
            boolean ours = given.members().self().equals(owner);
            if (given.running().contains(id)) {
                if (ours || owner == null) {
                    plan.run().add(task);
                } else {
                    plan.give()
                            .computeIfAbsent(owner, member -> new ArrayList<>())
                            .add(id);
                }
            } else if (ours) {
                takeOver(task);
            }
        }

        private void takeOver(ProbeTask task) {
            Long due = given.offered().get(task.id());
            if (due != null) {
                run(task, new Continuation.At(due));
                return;
            }
            Awaited waiting = given.awaited().get(task.id());
            if (waiting == null) {
                String last = given.known().contains(task.id()) ? given.before().ownerOf(task.id()) : null;
                if (last == null || last.equals(given.members().self())) {
                    run(task, null);
                    return;
                }
                waiting = new Awaited(last, given.now());
            }
            if (!present.contains(waiting.from())) {
                long settled = given.members().settled().getOrDefault(waiting.from(), waiting.since());
                run(task, new Continuation.Since(settled));
            } else if (given.now() - waiting.since() >= PATIENCE.toNanos()) {
                run(task, new Continuation.Since(waiting.since()));
            } else {
                plan.awaited().put(task.id(), waiting);
            }
        }

        private void run(ProbeTask task, @Nullable Continuation continuation) {
            plan.run().add(task);
            if (continuation != null) {
                plan.continuations().put(task.id(), continuation);
            }
        }
    }
}
