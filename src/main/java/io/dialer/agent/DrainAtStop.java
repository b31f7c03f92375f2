package io.dialer.agent;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.AgentPhase;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Drain;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * The link of the chain that ends probing: it stops after the sync, so that nothing new comes, and before the heartbeat,
 * whose last one tells of the drained pool.
 */
final class DrainAtStop implements Deployable {
    private Duration patience;

    /**
     * A link that is not deployed.
     *
     * @param patience what running probes get
     */
    DrainAtStop(Duration patience) {
        this.patience = patience;
    }

    @Override
    public Future<?> deploy(Context context) {
        new Bus(context.owner())
                .subscribe(
                        Addresses.CONFIG_CHANGED,
                        changed -> patience = changed.config().shutdownTimeout());
        return Future.succeededFuture();
    }

    @Override
    public Future<?> undeploy(Context context) {
        Bus bus = new Bus(context.owner());
        bus.publish(Addresses.AGENT_PHASE, AgentPhase.DRAINING);
        return bus.ask(Addresses.SCHEDULER_DRAIN, new Drain(patience));
    }
}
