package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.net.HeapShare;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;

/**
 * The decoded body of an answer, as far as somebody wants to look into it. Where the heap's share for bodies is used up it
 * is lost as a whole, and reading goes on: what is measured stays whole. Filled on an event loop, read and closed by
 * others afterwards.
 */
public final class KeptBody implements AutoCloseable {
    private final BodyUse use;
    private final HeapShare heap;
    private Buffer octets = Buffer.buffer();
    private boolean lost;
    private boolean closed;

    KeptBody(BodyUse use, HeapShare heap) {
        this.use = use;
        this.heap = heap;
    }

    synchronized void add(ByteBuf content, int length) {
        if (use == BodyUse.SIZE || lost || closed || length == 0) {
            return;
        }
        if (!heap.take((long) length * use.heapBytesPerByte())) {
            giveBack();
            lost = true;
            return;
        }
        byte[] added = new byte[length];
        content.getBytes(content.readerIndex(), added);
        octets.appendBytes(added);
    }

    /** True where there was no room for it. */
    public synchronized boolean lost() {
        return lost;
    }

    /** How large {@code HeapShare} lets bodies of this use become, all together, in bytes. */
    public long most() {
        return heap.most() / Math.max(1, use.heapBytesPerByte());
    }

    public synchronized String text(Charset charset) {
        return octets.toString(charset);
    }

    /** Gives its room back; its text is gone. */
    @Override
    public synchronized void close() {
        closed = true;
        giveBack();
    }

    private void giveBack() {
        heap.give((long) octets.length() * use.heapBytesPerByte());
        octets = Buffer.buffer();
    }
}
