package io.dialer.agent.backend;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of one answer, up to a size. One that goes on is not kept, and fails the call: a backend that is broken, or none, must
 * not take the agent's memory. Used on one event loop.
 */
final class LimitedBody implements BodyCodec<Buffer> {
    /** Small values in JSON take some twenty times their text, and must leave room for all else. */
    private static final int PART_OF_THE_HEAP = 32;

    private static final long LARGEST_PAGE = 64 << 20;
    private static final long SMALLEST_PAGE = 2 << 20;

    private final long most;
    private @Nullable HttpClientResponse response;

    private LimitedBody(long most) {
        this.most = most;
    }

    /** Of a page of a list. */
    static LimitedBody ofAPage() {
        return new LimitedBody(pageBytes());
    }

    /** Of everything that only says what came of a call. */
    static LimitedBody ofAnAnswer() {
        return new LimitedBody(Math.min(4 << 20, pageBytes()));
    }

    /** What a page may have, in bytes. */
    static long pageBytes() {
        long share = Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP;
        return Math.clamp(share, SMALLEST_PAGE, LARGEST_PAGE);
    }

    /** The answer has begun. */
    void begins(HttpClientResponse begun) {
        response = begun;
    }

    /** Nobody waits for the rest; without this it would come for as long as the other end likes, and keep its connection. */
    void giveUp() {
        if (response != null) {
            response.request().reset();
        }
    }

    @Override
    public Gathering stream() {
        return new Gathering();
    }

    /** What has come so far. Used on one event loop. */
    final class Gathering implements BodyStream<Buffer> {
        private final Promise<Buffer> whole = Promise.promise();
        private Buffer soFar = Buffer.buffer();

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
