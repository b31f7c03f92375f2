package io.dialer.agent.backend.embedded;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.MemberStatus;
import io.dialer.agent.bus.Members;
import io.dialer.agent.bus.Standing;
import io.dialer.agent.bus.StatusQuery;
import io.dialer.agent.bus.StoreContent;
import io.dialer.agent.bus.StoreQuery;
import io.dialer.agent.bus.StoreRevision;
import io.dialer.agent.store.AtomicFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tasks and variables of every member of a cluster like the leader's, so that they are there when another one
 * leads. Who joins takes the cluster's; who begins to lead takes the latest that an active member has. Results stay where
 * they were delivered. Used on one event loop.
 */
final class StoreReplica {
    private static final Logger LOG = LoggerFactory.getLogger(StoreReplica.class);
    private static final long RETRY_MS = 1_000;

    private final Vertx vertx;
    private final Bus bus;
    private final TaskStore tasks;
    private final VariableStore variables;
    private final AtomicFile replaced;
    private @Nullable Members members;
    private @Nullable Future<Void> fetching;
    private boolean took;
    private boolean stopped;
    private long timer = -1;

    /**
     * A replica that follows nobody yet.
     *
     * @param replaced where tasks go that this node had before it joined
     */
    StoreReplica(Vertx vertx, Bus bus, TaskStore tasks, VariableStore variables, Path replaced) {
        this.vertx = vertx;
        this.bus = bus;
        this.tasks = tasks;
        this.variables = variables;
        this.replaced = new AtomicFile(vertx, replaced);
    }

    /** Begins to follow, and to be followed. */
    Future<Void> begin() {
        tasks.whenRevised(revision -> bus.publish(Addresses.STORE_REVISION, new StoreRevision(revision)));
        bus.subscribe(Addresses.CLUSTER_MEMBERS, this::members);
        // One that begins in a cluster that is formed already.
        bus.ask(Addresses.CLUSTER_LOOK, new StatusQuery()).onSuccess(this::members);
        return vertx.isClustered()
                ? bus.answerMembers(Addresses.EMBEDDED_STORE, Bus.nodeId(vertx), query -> content())
                : Future.succeededFuture();
    }

    private void members(Members now) {
        boolean first = members == null;
        members = now;
        if (first) {
            bus.publish(Addresses.STORE_REVISION, new StoreRevision(tasks.book().revision()));
        }
        follow();
    }

    /** True where this node's tasks are the cluster's. */
    boolean leads() {
        return members == null || members.leading();
    }

    /** Completes when this store is like that of the cluster; fails where it cannot be fetched. */
    Future<Void> current() {
        if (source().isEmpty()) {
            return Future.succeededFuture();
        }
        follow();
        return fetching == null
                ? Future.failedFuture("the tasks of the cluster are not here yet")
                : fetching.compose(done -> current());
    }

    /** Follows nobody any more. */
    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private void follow() {
        if (fetching != null || stopped) {
            return;
        }
        source().ifPresent(node -> {
            long announced = announcedBy(node);
            Future<Void> fetch = bus.askMember(Addresses.EMBEDDED_STORE, node, new StoreQuery())
                    .compose(this::take)
                    .onComplete(done -> fetching = null);
            fetching = fetch;
            fetch.onSuccess(done -> {
                if (source().equals(Optional.of(node)) && announcedBy(node) == announced) {
                    // Its store is another than it says, and what it says next may be on the way.
                    followLater();
                } else {
                    follow();
                }
            });
            fetch.onFailure(failure -> {
                LOG.atWarn()
                        .addKeyValue("node", node)
                        .addKeyValue("reason", failure.getMessage())
                        .log("the tasks of the cluster cannot be fetched; trying again");
                followLater();
            });
        });
    }

    private void followLater() {
        if (!stopped) {
            vertx.cancelTimer(timer);
            timer = vertx.setTimer(RETRY_MS, fired -> follow());
        }
    }

    private long announcedBy(String node) {
        return members == null
                ? 0
                : members.find(node).map(MemberStatus::storeRevision).orElse(0L);
    }

    /** Whose store is to be taken; empty where this one is as it should be. */
    private Optional<String> source() {
        Members now = members;
        String leader = now == null ? null : now.leader();
        if (now == null || leader == null) {
            return Optional.empty();
        }
        long own = tasks.book().revision();
        if (!leader.equals(now.self())) {
            return now.find(leader)
                    .filter(status -> status.storeRevision() != own)
                    .map(MemberStatus::nodeId);
        }
        return now.peers().stream()
                .filter(member -> member.standing() != Standing.STARTING && member.storeRevision() > own)
                .max(Comparator.comparingLong(MemberStatus::storeRevision))
                .map(MemberStatus::nodeId)
                .filter(node -> !node.equals(now.self()));
    }

    /** Once: what was kept first is what this node had by itself. */
    private Future<Void> keepOwn(TaskBook book) {
        return replaced.read()
                .<Void>mapEmpty()
                .recover(notThere -> variables
                        .revealed()
                        .compose(all -> replaced.write(book.toJson()
                                .put("variables", new JsonArray(all))
                                .toBuffer())));
    }

    private Future<StoreContent> content() {
        return variables.revealed().map(all -> new StoreContent(tasks.book().toJson(), all));
    }

    private Future<Void> take(StoreContent content) {
        TaskBook book = TaskBook.of(content.tasks());
        TaskBook before = tasks.book();
        boolean keep = !took && !before.tasks().isEmpty() && !before.tasks().equals(book.tasks());
        Future<Void> kept = keep ? keepOwn(before) : Future.succeededFuture();
        return kept.compose(done -> variables.replace(content.variables()))
                // What was edited here meanwhile is later, where this node leads.
                .compose(done -> tasks.edit(now -> leads() && now.revision() > book.revision() ? now : book))
                .onSuccess(done -> {
                    took = true;
                    LOG.atInfo()
                            .addKeyValue("tasks", book.tasks().size())
                            .addKeyValue("variables", content.variables().size())
                            .addKeyValue("own_before", keep ? replaced : "-")
                            .log("the tasks of the cluster were taken over");
                })
                .mapEmpty();
    }
}
