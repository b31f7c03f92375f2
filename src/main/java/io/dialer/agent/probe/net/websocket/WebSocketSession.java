package io.dialer.agent.probe.net.websocket;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.net.Connection;
import io.dialer.agent.probe.net.Conversation;
import io.dialer.agent.probe.net.Errno;
import io.dialer.agent.probe.net.ProbeFailure;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket as a worker uses it: each call blocks the calling thread until the deadline at the latest. Messages come in the
 * order in which they were sent; pings are answered and not shown.
 */
public final class WebSocketSession {
    private static final int MOST_ANSWER_BYTES = 64 << 10;

    private final Channel channel;
    private final Deadline deadline;
    private final WebSocketReader reader;

    /** Begins with the request to upgrade; to be called on the connection's event loop, by the function that uses the connection. */
    public WebSocketSession(Connection connection, WebSocketRequest request, PhaseClock clock, Deadline deadline) {
        this.channel = connection.channel();
        this.deadline = deadline;
        this.reader = new WebSocketReader(request.handshaker(), clock);
        channel.pipeline()
                .addLast(new HttpClientCodec())
                .addLast(new HttpObjectAggregator(MOST_ANSWER_BYTES))
                .addLast(reader);
        channel.config().setAutoRead(true);
        reader.begin(channel);
    }

    /** Waits until the server has agreed. */
    public void awaitUpgrade() throws ProbeFailure, TimeoutException, InterruptedException {
        await(reader.upgraded());
    }

    /** The status of the server's answer to the request; 0: none came. */
    public int status() {
        return reader.status();
    }

    /** The subprotocol that the server chose; empty: none. */
    public String subprotocol() {
        return reader.subprotocol();
    }

    /** The code with which the server closed (RFC 6455, section 7.4); 0: it did not, or said none. */
    public int closeCode() {
        return reader.closeCode();
    }

    /** The next message, one of octets read as UTF-8. That the server closes before is a failure, with its code and reason. */
    public String next() throws ProbeFailure, TimeoutException, InterruptedException {
        return reader.next(deadline);
    }

    /** Sends one message of text. */
    public void send(String text) throws ProbeFailure, TimeoutException, InterruptedException {
        await(write(new TextWebSocketFrame(text)));
    }

    /** Says goodbye, without waiting for the answer. */
    public void close() {
        reader.leave();
        var _ = write(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
    }

    private CompletableFuture<@Nullable Void> write(WebSocketFrame frame) {
        CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();
        channel.writeAndFlush(frame).addListener(written -> {
            if (written.isSuccess()) {
                sent.complete(null);
            } else {
                Throwable cause = written.cause();
                int errno = Errno.of(cause);
                sent.completeExceptionally(new ProbeFailure(
                        errno == 0 ? Outcome.FAILED : Errno.outcomeOf(errno),
                        Phase.REQUEST,
                        errno,
                        Sentence.of("dialog.not_sent", Errno.sentence(errno, cause))));
            }
        });
        return sent;
    }

    private <T extends @Nullable Object> void await(CompletableFuture<T> future)
            throws ProbeFailure, TimeoutException, InterruptedException {
        try {
            deadline.await(future);
        } catch (ExecutionException failed) {
            // What the server said last tells more than the write that it broke.
            reader.throwEnd();
            throw ProbeFailure.in(failed);
        }
    }

    /** A reason as it may stand in a result. */
    static String shown(@Nullable String reason) {
        return reason == null || reason.isBlank() ? "–" : Conversation.quoted(reason);
    }
}
