package io.dialer.agent.cluster;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.BackendCapabilities;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.MemberStatus;
import io.dialer.agent.bus.Members;
import io.dialer.agent.bus.Moves;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.bus.Standing;
import io.dialer.agent.bus.StatusQuery;
import io.dialer.agent.bus.TakeStanding;
import io.dialer.agent.config.AgentConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows who is in the cluster. Each member says once a second how it stands, and at once where that changes or somebody new
 * is heard; the cluster manager is asked five times a second who is connected. Where anything changes that decides who owns
 * what, this node's verticles hear of it. Without a cluster this node is its only member, and nothing is sent.
 */
public final class MembershipVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MembershipVerticle.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration STATUS = Duration.ofSeconds(1);
    private static final Duration LONGEST_SETTLING = Duration.ofMillis(200);
    private static final Duration FIGURES = Duration.ofSeconds(5);
    private static final Duration PATIENCE_WITH_UNHEARD = Duration.ofSeconds(2);

    private final AgentConfig config;
    private final String key;
    private final String hostname;
    private final String version;
    private Bus bus;
    private @Nullable ClusterManager cluster;
    private @Nullable DeathCheck deaths;
    private OwnStatus own;
    private Membership membership;
    private Set<Decisive> published = Set.of();
    private String serverUrl;

    /** What decides who owns what. */
    private record Decisive(
            String nodeId, String agentId, Standing standing, boolean gateway, boolean batches, long storeRevision) {
        static Decisive of(MemberStatus member) {
            return new Decisive(
                    member.nodeId(),
                    member.agentId(),
                    member.standing(),
                    member.gateway(),
                    member.batches(),
                    member.storeRevision());
        }
    }

    /**
     * A membership.
     *
     * @param key of this node across starts
     * @param hostname of this host
     * @param version of this agent
     */
    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    public MembershipVerticle(AgentConfig config, String key, String hostname, String version) {
        this.config = config;
        this.serverUrl = config.serverUrl();
        this.key = key;
        this.hostname = hostname;
        this.version = version;
    }

    @Override
    public Future<?> start() {
        bus = new Bus(vertx);
        ClusterManager manager = vertx.isClustered() ? ((VertxInternal) vertx).clusterManager() : null;
        cluster = manager;
        String nodeId = Bus.nodeId(vertx);
        own = new OwnStatus(nodeId, key, config, hostname, version);
        membership = new Membership(own, InstantSource.system(), System.nanoTime());
        bus.answer(Addresses.CLUSTER_LOOK, query -> Future.succeededFuture(membership.members()));
        bus.answer(Addresses.CLUSTER_STANDING, this::take);
        bus.subscribe(Addresses.CONFIG_CHANGED, changed -> {
            if (!changed.config().serverUrl().equals(serverUrl)) {
                // Of another backend nothing is known yet; the embedded one has said its revision by now.
                own.batches(false);
                if (!changed.config().embedded()) {
                    own.storeRevision(0);
                }
                serverUrl = changed.config().serverUrl();
            }
            if (!changed.config().agentId().equals(own.now().agentId())) {
                // Its tasks are not known here yet, and what is in the embedded store are those of the other agent.
                own.standing(Standing.STARTING);
            }
            own.config(changed.config());
            sayAndTell();
        });
        bus.subscribe(Addresses.STORE_REVISION, store -> {
            own.storeRevision(store.revision());
            sayAndTell();
        });
        if (manager == null) {
            return Future.succeededFuture();
        }
        deaths = new DeathCheck(vertx, member -> {
            Promise<NodeInfo> info = Promise.promise();
            manager.getNodeInfo(member, info);
            return info.future();
        });
        bus.subscribe(Addresses.BACKEND_CAPABILITIES, this::learned);
        return bus.subscribeToCluster(Addresses.CLUSTER_STATUS, this::heard).onSuccess(subscribed -> {
            say();
            vertx.setPeriodic(LOOK.toMillis(), timer -> look());
            vertx.setPeriodic(STATUS.toMillis(), timer -> settle().onComplete(settled -> say()));
            vertx.setPeriodic(FIGURES.toMillis(), timer -> count());
        });
    }

    private Future<Members> take(TakeStanding wanted) {
        own.standing(wanted.standing());
        sayAndTell();
        Promise<Members> promise = Promise.promise();
        Duration patience = wanted.standing() == Standing.ACTIVE ? PATIENCE_WITH_UNHEARD : Duration.ZERO;
        awaitTheOthers(promise, System.nanoTime() + patience.toNanos());
        return promise.future();
    }

    private void awaitTheOthers(Promise<Members> promise, long deadline) {
        if (membership.unheard(present()).isEmpty() || System.nanoTime() - deadline >= 0) {
            promise.complete(membership.members());
        } else {
            vertx.setTimer(LOOK.toMillis(), timer -> awaitTheOthers(promise, deadline));
        }
    }

    private void sayAndTell() {
        say();
        tell();
    }

    /**
     * Looks how far the runs here have come; first the scheduler, then the outbox, which has heard of all that ended by then.
     * Where one of them does not answer at once, it stays at what was known.
     */
    private Future<Void> settle() {
        return bus.ask(Addresses.SCHEDULER_SETTLED, new StatusQuery())
                .compose(ended -> bus.ask(Addresses.OUTBOX_SETTLED, new StatusQuery())
                        .<Void>map(stored -> {
                            own.settled(ended.untilMs());
                            return null;
                        }))
                .timeout(LONGEST_SETTLING.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void say() {
        if (cluster != null) {
            bus.publishToCluster(Addresses.CLUSTER_STATUS, own.now());
        }
    }

    private void heard(MemberStatus status) {
        if (!present().contains(status.nodeId())) {
            // It was put out of the cluster and does not know it yet; what it owned belongs to others.
            return;
        }
        if (membership.heard(status, System.nanoTime())) {
            LOG.atInfo()
                    .addKeyValue("node", status.nodeId())
                    .addKeyValue("host", status.hostname())
                    .addKeyValue("agent_id", status.agentId())
                    .addKeyValue("version", status.version())
                    .log("a member of the cluster was heard");
            // It may be new here, and has not heard us.
            say();
            if (deaths != null) {
                deaths.learn(status.nodeId());
            }
        }
        learn(status);
        tell();
    }

    /** Only one member registers, so only it, or whoever it registers by, hears what the backend can do. */
    private void learn(MemberStatus status) {
        Members now = membership.members();
        MemberStatus here = now.own();
        String leading = now.leader();
        MemberStatus leader = leading == null ? here : now.find(leading).orElse(here);
        boolean knows = leader.gateway() ? status.nodeId().equals(leader.nodeId()) : status.batches();
        if (knows && now.peers().contains(status) && status.batches() != here.batches()) {
            bus.publish(Addresses.BACKEND_CAPABILITIES, new BackendCapabilities(status.batches()));
        }
    }

    private void learned(BackendCapabilities capabilities) {
        own.batches(capabilities.batches());
        sayAndTell();
    }

    private void look() {
        membership.look(present(), System.nanoTime());
        if (deaths != null) {
            askWhetherDead(deaths);
        }
        tell();
    }

    /** The cluster manager takes 5 s to tell of two that died at once: it asks one about the other. */
    private void askWhetherDead(DeathCheck check) {
        check.retain(
                membership.members().all().stream().map(MemberStatus::nodeId).toList());
        for (String silent : membership.silent(System.nanoTime())) {
            check.learn(silent);
            check.isDead(silent).onSuccess(dead -> {
                if (dead) {
                    membership.died(silent, System.nanoTime());
                    tell();
                }
            });
        }
    }

    private void tell() {
        Set<String> before =
                new HashSet<>(published.stream().map(Decisive::nodeId).toList());
        Members now = membership.members();
        now.all().forEach(member -> before.remove(member.nodeId()));
        before.forEach(nodeId -> LOG.atWarn().addKeyValue("node", nodeId).log("a member of the cluster has gone"));
        Set<Decisive> decisive =
                new HashSet<>(now.all().stream().map(Decisive::of).toList());
        if (!decisive.equals(published)) {
            published = decisive;
            bus.publish(Addresses.CLUSTER_MEMBERS, now);
        }
    }

    private List<String> present() {
        try {
            return cluster == null ? List.of() : cluster.getNodes();
        } catch (RuntimeException notNow) {
            // While it joins another part of a cluster that was cut, or ends.
            LOG.debug("the cluster manager does not answer", notNow);
            return membership.members().all().stream().map(MemberStatus::nodeId).toList();
        }
    }

    /** Figures are for people: those of a part that does not answer stay as they were. */
    private void count() {
        MemberStatus before = own.now();
        Future<AgentStatus> status =
                bus.ask(Addresses.SCHEDULER_STATUS, new StatusQuery()).otherwise(before.status());
        Future<OutboxStatus> outbox =
                bus.ask(Addresses.OUTBOX_STATUS, new StatusQuery()).otherwise(before.outbox());
        Future<Moves> moves =
                bus.ask(Addresses.CLUSTER_MOVES, new StatusQuery()).otherwise(before.moves());
        Future.all(status, outbox, moves)
                .onSuccess(all -> own.figures(status.result(), outbox.result(), moves.result()));
    }
}
