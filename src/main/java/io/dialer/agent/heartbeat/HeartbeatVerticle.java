package io.dialer.agent.heartbeat;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.BackendReply;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.ConfigStatus;
import io.dialer.agent.bus.Heartbeat;
import io.dialer.agent.bus.LinkStatus;
import io.dialer.agent.bus.MemberStatus;
import io.dialer.agent.bus.Members;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.bus.RegisterRequest;
import io.dialer.agent.bus.StatusQuery;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.BackendIdentity;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers until the backend knows us, then sends a heartbeat each interval; an answer 404 means that it has forgotten
 * us, and we register again. The last heartbeat, at the stop, says {@code draining}. Of several members that run one
 * agent's tasks only the leader does this, for all of them.
 */
public final class HeartbeatVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatVerticle.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_HEARTBEAT = Duration.ofSeconds(2);
    private static final int UNKNOWN_AGENT = 404;

    private final String hostname;
    private final String version;
    private AgentConfig config;
    private Bus bus;
    private boolean leading;
    private boolean registered;
    /** A heartbeat was answered since the registration. */
    private boolean known;

    private boolean stopped;
    private int failuresInRow;
    private @Nullable String lastReason;
    private @Nullable Instant heardAt;
    private long timer = -1;
    private long beganAt;
    private long beats;

    /**
     * A heartbeat.
     *
     * @param hostname this host's name
     * @param version of this agent
     */
    @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
    public HeartbeatVerticle(AgentConfig config, String hostname, String version) {
        this.config = config;
        this.hostname = hostname;
        this.version = version;
    }

    @Override
    public Future<?> start() {
        bus = new Bus(vertx);
        bus.subscribe(Addresses.CONFIG_CHANGED, changed -> reconfigure(changed.config()));
        bus.subscribe(Addresses.CLUSTER_MEMBERS, this::follow);
        bus.answer(
                Addresses.HEARTBEAT_LINK,
                query -> Future.succeededFuture(
                        new LinkStatus(leading, registered, failuresInRow, heardAt, lastReason)));
        return bus.ask(Addresses.CLUSTER_LOOK, new StatusQuery()).onSuccess(this::follow);
    }

    /** One member speaks for the agent; who begins to does as after a start. */
    private void follow(Members now) {
        boolean led = leading;
        leading = now.leading();
        if (leading == led || stopped) {
            return;
        }
        forget();
        if (leading) {
            beat();
        } else {
            // What is said to one that was under way does not concern us any more.
            beats++;
            vertx.cancelTimer(timer);
        }
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        if (!registered || !leading) {
            return Future.succeededFuture();
        }
        return heartbeat(true)
                .timeout(LAST_HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("reason", failure.getMessage())
                        .log("the last heartbeat did not get through"))
                .otherwiseEmpty();
    }

    /** At once, so that the backend shows what changed; another backend, or another name, means another registration. */
    private void reconfigure(AgentConfig changed) {
        boolean other = !BackendIdentity.of(changed).equals(BackendIdentity.of(config));
        config = changed;
        if (stopped) {
            return;
        }
        if (other) {
            forget();
        }
        beat();
    }

    /** What was known of the backend is not of the one that is spoken to next. */
    private void forget() {
        registered = false;
        known = false;
        failuresInRow = 0;
        lastReason = null;
        heardAt = null;
    }

    private void beat() {
        vertx.cancelTimer(timer);
        if (!leading) {
            return;
        }
        beganAt = System.nanoTime();
        long number = ++beats;
        Future<BackendReply> call = registered ? heartbeat(false) : register();
        // Only the last one goes on: what is said to an earlier one may be of another backend.
        call.onSuccess(reply -> {
                    if (number == beats) {
                        answered(reply);
                    }
                })
                .onFailure(failure -> {
                    if (number == beats) {
                        failed(String.valueOf(failure.getMessage()));
                    }
                });
    }

    private Future<BackendReply> register() {
        return bus.ask(Addresses.BACKEND_REGISTER, new RegisterRequest(hostname));
    }

    private Future<BackendReply> heartbeat(boolean draining) {
        Future<AgentStatus> status = bus.ask(Addresses.SCHEDULER_STATUS, new StatusQuery());
        Future<OutboxStatus> outbox = bus.ask(Addresses.OUTBOX_STATUS, new StatusQuery());
        Future<ConfigStatus> configuration = bus.ask(Addresses.CONFIG_STATUS, new StatusQuery());
        Future<Members> members = bus.ask(Addresses.CLUSTER_LOOK, new StatusQuery());
        return Future.all(status, outbox, configuration, members)
                .compose(all -> bus.ask(
                        Addresses.BACKEND_HEARTBEAT,
                        new Heartbeat(
                                draining,
                                Instant.now(),
                                AgentSum.of(withOthers(members.result(), status.result(), MemberStatus::status)),
                                AgentSum.ofOutboxes(
                                        withOthers(members.result(), outbox.result(), MemberStatus::outbox)),
                                configuration.result(),
                                TimeUnit.MILLISECONDS.toSeconds(
                                        ManagementFactory.getRuntimeMXBean().getUptime()),
                                version,
                                members.result().shared() ? members.result().peers() : List.of())));
    }

    private static <P> List<P> withOthers(Members members, P own, Function<MemberStatus, P> ofOther) {
        return Stream.concat(
                        Stream.of(own),
                        members.peers().stream()
                                .filter(member -> !member.nodeId().equals(members.self()))
                                .map(ofOther))
                .toList();
    }

    private void answered(BackendReply reply) {
        if (!reply.success()) {
            if (registered && reply.effectiveStatus() == UNKNOWN_AGENT) {
                registered = false;
                if (known) {
                    known = false;
                    LOG.info("the backend does not know this agent any more; registering again");
                    beat();
                } else {
                    failed("it registered us and does not know us");
                }
                return;
            }
            failed("%d: %s".formatted(reply.effectiveStatus(), reply.message()));
            return;
        }
        if (registered) {
            heard();
            again(config.heartbeatInterval().minusNanos(System.nanoTime() - beganAt));
            return;
        }
        registered = true;
        heardAt = Instant.now();
        (failuresInRow == 0 ? LOG.atInfo() : LOG.atDebug())
                .addKeyValue("agent_id", config.agentId())
                .addKeyValue("agent_area", config.agentArea())
                .addKeyValue("server_url", config.serverUrl())
                .log("registered");
        // The first heartbeat at once: the backend shows the pool from the beginning.
        again(Duration.ofMillis(100));
    }

    private void heard() {
        if (failuresInRow > 0) {
            LOG.atInfo().addKeyValue("after_failures", failuresInRow).log("the backend answers again");
        }
        known = true;
        heardAt = Instant.now();
        failuresInRow = 0;
        lastReason = null;
    }

    private void failed(String reason) {
        failuresInRow++;
        if (!reason.equals(lastReason)) {
            lastReason = reason;
            LOG.atWarn()
                    .addKeyValue("call", registered ? "heartbeat" : "register")
                    .addKeyValue("reason", reason)
                    .log("the backend does not answer as it should; probing goes on");
        }
        Duration bound = FIRST_RETRY.multipliedBy(1L << Math.min(failuresInRow - 1, 20));
        Duration most = bound.compareTo(config.heartbeatInterval()) < 0 ? bound : config.heartbeatInterval();
        // Half of the bound is drawn, so that many agents do not come back in step.
        again(most.dividedBy(2).plusNanos(ThreadLocalRandom.current().nextLong(most.toNanos() / 2 + 1)));
    }

    private void again(Duration pause) {
        if (!stopped) {
            timer = vertx.setTimer(Math.max(1, pause.toMillis()), fired -> beat());
        }
    }
}
