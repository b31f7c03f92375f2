package io.dialer.agent.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Hands a record over as it is. Fit for one node only: it never writes to the wire. */
record IdentityCodec<M>(String name) implements MessageCodec<M, M> {
    /** Makes sure the codec of a class is there and returns its name. */
    static String register(EventBus eventBus, Class<?> type) {
        String name = type.getName();
        try {
            eventBus.registerCodec(new IdentityCodec<>(name));
        } catch (IllegalStateException alreadyThere) {
            return name;
        }
        return name;
    }

    @Override
    public void encodeToWire(Buffer buffer, M message) {
        throw new IllegalStateException(name + " does not leave its node");
    }

    @Override
    public M decodeFromWire(int position, Buffer buffer) {
        throw new IllegalStateException(name + " does not leave its node");
    }

    @Override
    public M transform(M message) {
        return message;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
