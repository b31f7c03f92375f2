package io.dialer.agent.sync;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Done;
import io.dialer.agent.bus.Handover;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends tasks to members. One that cannot be reached goes on without them when its patience ends. */
final class Handovers {
    private static final Logger LOG = LoggerFactory.getLogger(Handovers.class);
    private static final int ATTEMPTS = 4;
    private static final long PAUSE_MS = 100;

    private final Vertx vertx;
    private final Bus bus;

    Handovers(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    /** Completes when the member has them; fails where it does not answer, several times. */
    Future<Done> send(String node, Handover handover) {
        return attempt(node, handover, 1)
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("to", node)
                        .addKeyValue("tasks", handover.due().size())
                        .addKeyValue("reason", failure.getMessage())
                        .log("tasks could not be handed over"));
    }

    private Future<Done> attempt(String node, Handover handover, int number) {
        return bus.askMember(Addresses.CLUSTER_HANDOVER, node, handover)
                .recover(failure -> number == ATTEMPTS
                        ? Future.failedFuture(failure)
                        : vertx.timer(PAUSE_MS, TimeUnit.MILLISECONDS)
                                .compose(waited -> attempt(node, handover, number + 1)));
    }
}
