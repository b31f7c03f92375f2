package io.dialer.agent.backend;

import io.dialer.agent.config.AgentConfig;
import io.vertx.core.Deployable;
import io.vertx.core.Future;

/** A backend of this node. Called on the event loop that it was deployed on. */
public interface Backend extends Deployable, BackendCalls {
    /**
     * Takes a changed configuration of the same kind of backend; what is under way ends as it began.
     *
     * @return fails where it cannot be used; then nothing has changed
     */
    Future<Void> reconfigure(AgentConfig config);

    /** Completes when it says what every member of the cluster would say; fails where it cannot. */
    default Future<Void> settled() {
        return Future.succeededFuture();
    }
}
