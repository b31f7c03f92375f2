package io.dialer.agent.backend;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.BackendLook;
import io.dialer.agent.bus.BackendReply;
import io.dialer.agent.bus.BackendSeen;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.Delivery;
import io.dialer.agent.bus.DeliveryReply;
import io.dialer.agent.bus.EmbeddedCall;
import io.dialer.agent.bus.EmbeddedReply;
import io.dialer.agent.bus.Heartbeat;
import io.dialer.agent.bus.RegisterRequest;
import io.dialer.agent.bus.TaskList;
import io.dialer.agent.bus.VariableList;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/** What a backend can be asked, whether it is this node's or a member of the cluster stands between. */
public interface BackendCalls {
    Future<BackendReply> register(RegisterRequest request);

    Future<BackendReply> heartbeat(Heartbeat heartbeat);

    /** All tasks. */
    Future<TaskList> tasks();

    /** All system variables. */
    Future<VariableList> variables();

    /** Never fails: what becomes of the results is in the reply. */
    Future<DeliveryReply> deliver(Delivery delivery);

    /** Whether anything answers. */
    Future<BackendSeen> look(BackendLook look);

    /** A call of the embedded backend's API by somebody else; fails where the backend is another. */
    Future<EmbeddedReply> call(EmbeddedCall call);

    /** Answers this node by whichever backend there is when a question comes. */
    static void answerBy(Bus bus, Supplier<BackendCalls> backend) {
        bus.answer(Addresses.BACKEND_REGISTER, request -> backend.get().register(request));
        bus.answer(Addresses.BACKEND_HEARTBEAT, heartbeat -> backend.get().heartbeat(heartbeat));
        bus.answer(Addresses.BACKEND_TASKS, request -> backend.get().tasks());
        bus.answer(Addresses.BACKEND_VARIABLES, request -> backend.get().variables());
        bus.answer(Addresses.BACKEND_DELIVER, delivery -> backend.get().deliver(delivery));
        bus.answer(Addresses.BACKEND_LOOK, look -> backend.get().look(look));
        bus.answer(Addresses.EMBEDDED_CALL, call -> backend.get().call(call));
    }

    /**
     * Answers the other members of the cluster by this node's own backend.
     *
     * @return completes when they can ask
     */
    static Future<?> answerMembersBy(Bus bus, String self, Supplier<BackendCalls> backend) {
        return Future.join(List.of(
                bus.answerMembers(
                        Addresses.BACKEND_REGISTER,
                        self,
                        request -> backend.get().register(request)),
                bus.answerMembers(
                        Addresses.BACKEND_HEARTBEAT,
                        self,
                        heartbeat -> backend.get().heartbeat(heartbeat)),
                bus.answerMembers(
                        Addresses.BACKEND_TASKS, self, request -> backend.get().tasks()),
                bus.answerMembers(
                        Addresses.BACKEND_VARIABLES,
                        self,
                        request -> backend.get().variables()),
                bus.answerMembers(
                        Addresses.BACKEND_DELIVER,
                        self,
                        delivery -> backend.get().deliver(delivery)),
                bus.answerMembers(
                        Addresses.BACKEND_LOOK, self, look -> backend.get().look(look)),
                bus.answerMembers(
                        Addresses.EMBEDDED_CALL, self, call -> backend.get().call(call))));
    }
}
