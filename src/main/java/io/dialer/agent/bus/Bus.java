package io.dialer.agent.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus with typed addresses. Messages are immutable records; on this node they are handed over as they are,
 * without being copied, and between members of a cluster as JSON. What does not say otherwise stays on this node. Handlers
 * run on the context of whoever registered them.
 */
public final class Bus {
    private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
    private static final DeliveryOptions THIS_NODE = new DeliveryOptions().setLocalOnly(true);

    private final EventBus eventBus;
    private final Map<Class<?>, String> codecs = new ConcurrentHashMap<>();
    private final List<MessageConsumer<?>> consumers = new CopyOnWriteArrayList<>();

    /** A view of a Vert.x instance's bus; any number of them may exist. */
    public Bus(Vertx vertx) {
        this.eventBus = vertx.eventBus();
    }

    /** Asks; the future fails with a {@code ReplyException} that carries the consumer's reason. */
    public <Q, R> Future<R> ask(Request<Q, R> address, Q question) {
        DeliveryOptions options = new DeliveryOptions()
                .setLocalOnly(true)
                .setSendTimeout(address.patience().toMillis())
                .setCodecName(codec(address.question()));
        return eventBus.<R>request(address.name(), question, options).map(Message::body);
    }

    /** Answers an address on this node; what the handler fails with becomes the asker's failure. */
    public <Q, R> void answer(Request<Q, R> address, Function<Q, Future<R>> handler) {
        DeliveryOptions options = new DeliveryOptions(THIS_NODE).setCodecName(codec(address.reply()));
        consumers.add(eventBus.<Q>localConsumer(
                address.name(), message -> reply(message, called(address, handler, message.body()), options)));
    }

    /** Asks a member of the cluster; it may be this node. Fails also where the member has gone. */
    public <Q, R> Future<R> askMember(Request<Q, R> address, String nodeId, Q question) {
        codec(address.reply());
        DeliveryOptions options = new DeliveryOptions()
                .setSendTimeout(address.patience().toMillis())
                .setCodecName(codec(address.question()));
        return eventBus.<R>request(ofMember(address, nodeId), question, options).map(Message::body);
    }

    /**
     * Answers an address for the other members.
     *
     * @param nodeId this node's
     * @return completes when they can ask
     */
    public <Q, R> Future<Void> answerMembers(Request<Q, R> address, String nodeId, Function<Q, Future<R>> handler) {
        codec(address.question());
        DeliveryOptions options = new DeliveryOptions().setCodecName(codec(address.reply()));
        MessageConsumer<Q> consumer = eventBus.consumer(
                ofMember(address, nodeId),
                message -> reply(message, called(address, handler, message.body()), options));
        consumers.add(consumer);
        return consumer.completion();
    }

    /** The id by which the members of a cluster know a node; of one without a cluster a word that no member has. */
    public static String nodeId(Vertx vertx) {
        return vertx.isClustered() ? ((VertxInternal) vertx).clusterManager().getNodeId() : "alone";
    }

    private static String ofMember(Request<?, ?> address, String nodeId) {
        return address.name() + "." + nodeId;
    }

    private static <R> void reply(Message<?> message, Future<R> answer, DeliveryOptions options) {
        answer.onSuccess(reply -> message.reply(reply, options))
                .onFailure(failure -> message.fail(1, describe(failure)));
    }

    /** A handler that throws is a fault of ours; whoever asked must not wait for nothing. */
    private static <Q, R> Future<R> called(Request<Q, R> address, Function<Q, Future<R>> handler, Q question) {
        try {
            return handler.apply(question);
        } catch (RuntimeException fault) {
            LOG.atError().addKeyValue("address", address.name()).setCause(fault).log("an answer broke");
            return Future.failedFuture(fault);
        }
    }

    /** Tells every subscriber on this node. */
    public <M> void publish(Topic<M> topic, M message) {
        DeliveryOptions options = new DeliveryOptions(THIS_NODE).setCodecName(codec(topic.message()));
        eventBus.publish(topic.name(), message, options);
    }

    /** Hears what is published on this node. */
    public <M> void subscribe(Topic<M> topic, Consumer<M> handler) {
        consumers.add(eventBus.<M>localConsumer(topic.name(), message -> handler.accept(message.body())));
    }

    /** Tells every subscriber on every member of the cluster. */
    public <M> void publishToCluster(Topic<M> topic, M message) {
        eventBus.publish(topic.name(), message, new DeliveryOptions().setCodecName(codec(topic.message())));
    }

    /**
     * Hears what is published anywhere in the cluster.
     *
     * @return completes when the other members know of it
     */
    public <M> Future<Void> subscribeToCluster(Topic<M> topic, Consumer<M> handler) {
        codec(topic.message());
        MessageConsumer<M> consumer = eventBus.consumer(topic.name(), message -> handler.accept(message.body()));
        consumers.add(consumer);
        return consumer.completion();
    }

    /** Ends what was registered by this view, for a part that goes before its verticle does. */
    public void close() {
        consumers.forEach(MessageConsumer::unregister);
        consumers.clear();
    }

    private String codec(Class<?> type) {
        return codecs.computeIfAbsent(type, unseen -> RecordCodec.register(eventBus, unseen));
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }
}
