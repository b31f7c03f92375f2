package io.dialer.agent.backend;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A body up to a size. One that goes on is not kept, and fails the call: a backend that is broken, or none, must not take the
 * agent's memory.
 *
 * @param most bytes
 */
record LimitedBody(long most) implements BodyCodec<Buffer> {
    /** A page of a list: a hundred tasks of the largest that are taken would be more, and are asked for in smaller ones then. */
    static final LimitedBody OF_A_PAGE = new LimitedBody(64 << 20);

    /** Of everything that only says what came of a call. */
    static final LimitedBody OF_AN_ANSWER = new LimitedBody(4 << 20);

    @Override
    public BodyStream<Buffer> stream() {
        return new Gathering(most);
    }

    /** What has come so far. Used on one event loop. */
    static final class Gathering implements BodyStream<Buffer> {
        private final long most;
        private final Promise<Buffer> whole = Promise.promise();
        private Buffer soFar = Buffer.buffer();

        Gathering(long most) {
            this.most = most;
        }

        @Override
        public Future<Void> write(Buffer part) {
            if (soFar.length() + (long) part.length() <= most) {
                soFar.appendBuffer(part);
                return Future.succeededFuture();
            }
            soFar = Buffer.buffer();
            BackendUnavailable tooLarge =
                    new BackendUnavailable(String.format(Locale.ROOT, "the answer is larger than %,d bytes", most));
            whole.tryFail(tooLarge);
            return Future.failedFuture(tooLarge);
        }

        @Override
        public Future<Void> end() {
            whole.tryComplete(soFar);
            return Future.succeededFuture();
        }

        @Override
        public void handle(Throwable broken) {
            whole.tryFail(broken);
        }

        @Override
        public Future<Buffer> result() {
            return whole.future();
        }

        @Override
        public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
            return this;
        }

        @Override
        public boolean writeQueueFull() {
            return false;
        }

        @Override
        public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
            return this;
        }
    }
}
