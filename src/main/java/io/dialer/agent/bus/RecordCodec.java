package io.dialer.agent.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.JsonObject;

/**
 * Hands a record over as it is on one node, and as JSON between nodes: four bytes of length, then the text in UTF-8. Its
 * name goes over the wire, so a record that members send each other keeps its name.
 */
record RecordCodec<M>(String name, Class<M> type) implements MessageCodec<M, M> {
    private static final String PREFIX = "dialer.";

    /** Makes sure the codec of a class is there and returns its name. */
    static <M> String register(EventBus eventBus, Class<M> type) {
        String name = PREFIX + type.getSimpleName();
        try {
            eventBus.registerCodec(new RecordCodec<>(name, type));
        } catch (IllegalStateException alreadyThere) {
            return name;
        }
        return name;
    }

    @Override
    public void encodeToWire(Buffer buffer, M message) {
        Buffer json = MessageJson.write(message).toBuffer();
        buffer.appendInt(json.length()).appendBuffer(json);
    }

    @Override
    public M decodeFromWire(int position, Buffer buffer) {
        int begin = position + Integer.BYTES;
        return MessageJson.read(type, new JsonObject(buffer.slice(begin, begin + buffer.getInt(position))));
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
