package io.dialer.agent.backend;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.BackendLook;
import io.dialer.agent.bus.BackendReply;
import io.dialer.agent.bus.BackendSeen;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Delivery;
import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.DeliveryReply.Verdict;
import io.dialer.agent.bus.EmbeddedCall;
import io.dialer.agent.bus.EmbeddedReply;
import io.dialer.agent.bus.Heartbeat;
import io.dialer.agent.bus.RegisterRequest;
import io.dialer.agent.bus.Request;
import io.dialer.agent.bus.TaskList;
import io.dialer.agent.bus.TaskListRequest;
import io.dialer.agent.bus.VariableList;
import io.dialer.agent.bus.VariableListRequest;
import io.dialer.agent.config.BackendConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The backend of another member of the cluster. The event bus does not tell when that member dies in the middle of a call,
 * so whoever knows it must say so. Used on one event loop.
 */
public final class MemberBackend implements BackendCalls {
    private static final Duration ON_THE_WAY = Duration.ofSeconds(10);
    /** A task list comes in many pages. */
    private static final int CALLS_OF_A_LIST = 3;

    private final Bus bus;
    private final String nodeId;
    private final Backend own;
    private final Duration patience;
    private final Set<Promise<?>> pending = new HashSet<>();

    /**
     * A member's backend.
     *
     * @param config whose limits hold for one of its calls
     * @param own this node's backend, which comes to say the same before anybody acts on the other's tasks
     */
    public MemberBackend(Bus bus, String nodeId, BackendConfig config, Backend own) {
        this.bus = bus;
        this.nodeId = nodeId;
        this.own = own;
        this.patience = config.connectTimeout().plus(config.readTimeout()).plus(ON_THE_WAY);
    }

    public String nodeId() {
        return nodeId;
    }

    /** That member is no way to the backend any more: nobody waits for it longer. */
    public void gone() {
        List.copyOf(pending).forEach(call -> call.tryFail("member %s has gone".formatted(nodeId)));
    }

    @Override
    public Future<BackendReply> register(RegisterRequest request) {
        return ask(Addresses.BACKEND_REGISTER.within(patience), request);
    }

    @Override
    public Future<BackendReply> heartbeat(Heartbeat heartbeat) {
        return ask(Addresses.BACKEND_HEARTBEAT.within(patience), heartbeat);
    }

    @Override
    public Future<TaskList> tasks() {
        return own.settled()
                .compose(same -> ask(
                        Addresses.BACKEND_TASKS.within(patience.multipliedBy(CALLS_OF_A_LIST)), new TaskListRequest()));
    }

    @Override
    public Future<VariableList> variables() {
        return ask(
                Addresses.BACKEND_VARIABLES.within(patience.multipliedBy(CALLS_OF_A_LIST)), new VariableListRequest());
    }

    /** What became of results whose carrier is silent is not known: it may have posted them. */
    @Override
    public Future<DeliveryReply> deliver(Delivery delivery) {
        return ask(Addresses.BACKEND_DELIVER.within(patience), delivery).otherwise(failure -> {
            boolean notSent =
                    failure instanceof ReplyException nobody && nobody.failureType() == ReplyFailure.NO_HANDLERS;
            return new DeliveryReply(
                    notSent ? Verdict.UNREACHABLE : Verdict.UNANSWERED,
                    0,
                    String.valueOf(failure.getMessage()),
                    Duration.ZERO);
        });
    }

    @Override
    public Future<BackendSeen> look(BackendLook look) {
        return ask(Addresses.BACKEND_LOOK.within(look.patience().plus(ON_THE_WAY)), look)
                .otherwise(new BackendSeen(false));
    }

    @Override
    public Future<EmbeddedReply> call(EmbeddedCall call) {
        return ask(Addresses.EMBEDDED_CALL, call);
    }

    private <Q, R> Future<R> ask(Request<Q, R> address, Q question) {
        Promise<R> promise = Promise.promise();
        pending.add(promise);
        bus.askMember(address, nodeId, question).onSuccess(promise::tryComplete).onFailure(promise::tryFail);
        return promise.future().onComplete(done -> pending.remove(promise));
    }
}
