package io.dialer.agent;

import io.dialer.agent.backend.Backend;
import io.dialer.agent.backend.BackendCalls;
import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.ConfigChanged;
import io.dialer.agent.bus.Done;
import io.dialer.agent.config.AgentConfig;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link of the chain that answers {@code backend.*}, by the backend that is in use, or a member that has a way to it. It hears of a change before the
 * others do, so that what they ask for then is answered by the new one; between a backend elsewhere and the one in this
 * process it exchanges the verticle.
 */
final class BackendSwitch implements Deployable {
    private static final Logger LOG = LoggerFactory.getLogger(BackendSwitch.class);

    private final Function<AgentConfig, Backend> make;
    private AgentConfig config;
    private Backend current;
    private Future<?> changing = Future.succeededFuture();

    /**
     * A link that is not deployed.
     *
     * @param config to begin with
     * @param make makes the kind of backend that a configuration wants
     */
    BackendSwitch(AgentConfig config, Function<AgentConfig, Backend> make) {
        this.config = config;
        this.make = make;
        this.current = make.apply(config);
    }

    @Override
    public Future<?> deploy(Context context) throws Exception {
        Bus bus = new Bus(context.owner());
        return current.deploy(context).compose(deployed -> {
            BackendRoute route = new BackendRoute(bus);
            bus.subscribe(Addresses.CLUSTER_MEMBERS, route::members);
            BackendCalls.answerBy(bus, () -> route.choose(config, current));
            bus.answer(Addresses.BACKEND_CONFIGURE, changed -> use(context, changed));
            return context.owner().isClustered()
                    ? BackendCalls.answerMembersBy(
                            bus, Bus.nodeId(context.owner()), () -> route.forMembers(config, current))
                    : Future.succeededFuture();
        });
    }

    /** A change that is under way ends first, so that the backend that is there then goes. */
    @Override
    public Future<?> undeploy(Context context) {
        return changing.transform(changed -> undeployed(context, current));
    }

    private Future<Done> use(Context context, ConfigChanged changed) {
        Future<Done> used = changing.transform(before -> {
            AgentConfig next = changed.config();
            Future<?> done = next.embedded() == config.embedded()
                    ? current.reconfigure(next)
                    : exchange(context, make.apply(next));
            return done.onSuccess(ignored -> config = next).map(ignored -> new Done());
        });
        changing = used;
        return used;
    }

    /** The old one goes when the new one is there, so that there is always one, and it stays where the new one fails. */
    private Future<?> exchange(Context context, Backend next) {
        return deployed(context, next).compose(done -> {
            Backend old = current;
            current = next;
            return undeployed(context, old)
                    .onFailure(failure -> LOG.error("{} did not stop as it should", old, failure))
                    .otherwiseEmpty();
        });
    }

    private static Future<?> deployed(Context context, Backend backend) {
        try {
            return backend.deploy(context);
        } catch (Exception failure) {
            return Future.failedFuture(failure);
        }
    }

    private static Future<?> undeployed(Context context, Backend backend) {
        try {
            return backend.undeploy(context);
        } catch (Exception failure) {
            return Future.failedFuture(failure);
        }
    }
}
