package io.dialer.agent.backend;

import io.dialer.agent.bus.BackendLook;
import io.dialer.agent.bus.BackendReply;
import io.dialer.agent.bus.BackendSeen;
import io.dialer.agent.bus.Delivery;
import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.DeliveryReply.Verdict;
import io.dialer.agent.bus.EmbeddedCall;
import io.dialer.agent.bus.EmbeddedReply;
import io.dialer.agent.bus.Heartbeat;
import io.dialer.agent.bus.RegisterRequest;
import io.dialer.agent.bus.TaskList;
import io.dialer.agent.bus.VariableList;
import io.vertx.core.Future;
import java.time.Duration;

/** Of a node that has no way to the backend, while no other member offers one. */
public final class NoBackend implements BackendCalls {
    private static final String REASON =
            "backend.gateway is false, and no other member of the cluster with this agent_id has a way to the backend";

    @Override
    public Future<BackendReply> register(RegisterRequest request) {
        return Future.failedFuture(REASON);
    }

    @Override
    public Future<BackendReply> heartbeat(Heartbeat heartbeat) {
        return Future.failedFuture(REASON);
    }

    @Override
    public Future<TaskList> tasks() {
        return Future.failedFuture(REASON);
    }

    @Override
    public Future<VariableList> variables() {
        return Future.failedFuture(REASON);
    }

    @Override
    public Future<DeliveryReply> deliver(Delivery delivery) {
        return Future.succeededFuture(new DeliveryReply(Verdict.UNREACHABLE, 0, REASON, Duration.ZERO));
    }

    @Override
    public Future<BackendSeen> look(BackendLook look) {
        return Future.succeededFuture(new BackendSeen(false));
    }

    @Override
    public Future<EmbeddedReply> call(EmbeddedCall call) {
        return Future.failedFuture(REASON);
    }
}
