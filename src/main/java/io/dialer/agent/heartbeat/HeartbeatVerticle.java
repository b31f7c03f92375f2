package io.dialer.agent.heartbeat;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.BackendReply;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Heartbeat;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.bus.RegisterRequest;
import io.dialer.agent.bus.StatusQuery;
import io.dialer.agent.config.AgentConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers until the backend knows us, then sends a heartbeat each interval; an answer 404 means that it has forgotten
 * us, and we register again. The last heartbeat, at the stop, says {@code draining}.
 */
public final class HeartbeatVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatVerticle.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_HEARTBEAT = Duration.ofSeconds(2);
    private static final int UNKNOWN_AGENT = 404;

    private final AgentConfig config;
    private final String hostname;
    private final String version;
    private Bus bus;
    private boolean registered;
    /** A heartbeat was answered since the registration. */
    private boolean known;

    private boolean stopped;
    private int failuresInRow;
    private @Nullable String lastReason;
    private long timer = -1;
    private long beganAt;

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
        beat();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        if (!registered) {
            return Future.succeededFuture();
        }
        return heartbeat(true)
                .timeout(LAST_HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("reason", failure.getMessage())
                        .log("the last heartbeat did not get through"))
                .otherwiseEmpty();
    }

    private void beat() {
        beganAt = System.nanoTime();
        Future<BackendReply> call = registered ? heartbeat(false) : register();
        call.onSuccess(this::answered).onFailure(failure -> failed(String.valueOf(failure.getMessage())));
    }

    private Future<BackendReply> register() {
        return bus.ask(Addresses.BACKEND_REGISTER, new RegisterRequest(hostname));
    }

    private Future<BackendReply> heartbeat(boolean draining) {
        Future<AgentStatus> status = bus.ask(Addresses.SCHEDULER_STATUS, new StatusQuery());
        Future<OutboxStatus> outbox = bus.ask(Addresses.OUTBOX_STATUS, new StatusQuery());
        return Future.all(status, outbox)
                .compose(both -> bus.ask(
                        Addresses.BACKEND_HEARTBEAT,
                        new Heartbeat(
                                draining,
                                Instant.now(),
                                status.result(),
                                outbox.result(),
                                TimeUnit.MILLISECONDS.toSeconds(
                                        ManagementFactory.getRuntimeMXBean().getUptime()),
                                version)));
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
