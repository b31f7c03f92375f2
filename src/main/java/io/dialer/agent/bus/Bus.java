package io.dialer.agent.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus with typed addresses. Messages are immutable records and stay on this node; they are handed over as they
 * are, without being copied. Handlers run on the context of whoever registered them.
 */
public final class Bus {
    private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
    private static final DeliveryOptions THIS_NODE = new DeliveryOptions().setLocalOnly(true);

    private final EventBus eventBus;
    private final Map<Class<?>, String> codecs = new ConcurrentHashMap<>();

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
        String replyCodec = codec(address.reply());
        DeliveryOptions options = new DeliveryOptions(THIS_NODE).setCodecName(replyCodec);
        eventBus.<Q>localConsumer(
                address.name(),
                message -> called(address, handler, message.body())
                        .onSuccess(reply -> message.reply(reply, options))
                        .onFailure(failure -> message.fail(1, describe(failure))));
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
        eventBus.<M>localConsumer(topic.name(), message -> handler.accept(message.body()));
    }

    private String codec(Class<?> type) {
        return codecs.computeIfAbsent(type, unseen -> IdentityCodec.register(eventBus, unseen));
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }
}
