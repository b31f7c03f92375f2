package io.dialer.agent.probe.net.websocket;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.net.Errno;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.TlsFailures;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Reads the answer to an upgrade, then messages. The event loop fills it, a worker empties it. */
final class WebSocketReader extends SimpleChannelInboundHandler<Object> {
    private static final int SWITCHING_PROTOCOLS = 101;

    /** A message, or why none comes any more. */
    private sealed interface Event {
        record Message(String text) implements Event {}

        record End(ProbeFailure why) implements Event {}
    }

    private final WebSocketClientHandshaker handshaker;
    private final PhaseClock clock;
    private final CompletableFuture<WebSocketReader> upgraded = new CompletableFuture<>();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    /** Of messages that nobody has taken yet. */
    private long waitingBytes;

    private volatile int status;
    private volatile int closeCode;
    private volatile boolean leaving;
    private volatile @Nullable ProbeFailure end;

    WebSocketReader(WebSocketClientHandshaker handshaker, PhaseClock clock) {
        this.handshaker = handshaker;
        this.clock = clock;
    }

    void begin(Channel channel) {
        handshaker.handshake(channel).addListener(sent -> {
            if (sent.isSuccess()) {
                clock.enter(Phase.FIRST_BYTE);
            } else {
                fail(sent.cause());
            }
        });
    }

    /** We close: a close frame from now on is the answer to ours. */
    void leave() {
        leaving = true;
    }

    CompletableFuture<WebSocketReader> upgraded() {
        return upgraded;
    }

    int status() {
        return status;
    }

    int closeCode() {
        return closeCode;
    }

    String subprotocol() {
        String chosen = handshaker.actualSubprotocol();
        return chosen == null ? "" : chosen;
    }

    String next(Deadline deadline) throws ProbeFailure, TimeoutException, InterruptedException {
        Event event = events.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        return switch (event) {
            case null -> throw new TimeoutException();
            case Event.Message message -> {
                took(message);
                yield message.text();
            }
            case Event.End last -> {
                // For whoever asks again.
                events.add(last);
                throw last.why();
            }
        };
    }

    /** Throws why nothing comes any more, where that is so. */
    void throwEnd() throws ProbeFailure {
        ProbeFailure why = end;
        if (why != null) {
            throw why;
        }
    }

    private synchronized void took(Event.Message message) {
        waitingBytes -= message.text().length();
    }

    private synchronized boolean hasRoomFor(String text) {
        waitingBytes += text.length();
        return waitingBytes <= WebSocketRequest.MOST_MESSAGE_BYTES;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object message) {
        switch (message) {
            case FullHttpResponse response -> answered(context, response);
            case PingWebSocketFrame ping ->
                context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            case PongWebSocketFrame _ -> {}
            case CloseWebSocketFrame close -> {
                if (!leaving) {
                    closeCode = Math.max(0, close.statusCode());
                }
                ended(ProbeFailure.said(
                        Phase.FIRST_BYTE,
                        "websocket.closed",
                        close.statusCode() < 0 ? "–" : Integer.toString(close.statusCode()),
                        WebSocketSession.shown(close.reasonText())));
                context.close();
            }
            case WebSocketFrame frame -> {
                String text = frame.content().toString(StandardCharsets.UTF_8);
                if (hasRoomFor(text)) {
                    events.add(new Event.Message(text));
                } else {
                    tooMuch(context);
                }
            }
            default -> {}
        }
    }

    private void tooMuch(ChannelHandlerContext context) {
        ended(ProbeFailure.said(
                clock.running(), "dialog.too_much", Integer.toString(WebSocketRequest.MOST_MESSAGE_BYTES)));
        context.close();
    }

    private void answered(ChannelHandlerContext context, FullHttpResponse response) {
        clock.enter(Phase.FIRST_BYTE);
        clock.enter(Phase.TRANSFER);
        if (response.decoderResult().isFailure()) {
            ended(ProbeFailure.said(
                    Phase.FIRST_BYTE,
                    "http.not_http",
                    String.valueOf(response.decoderResult().cause().getMessage())));
            context.close();
            return;
        }
        status = response.status().code();
        if (status != SWITCHING_PROTOCOLS) {
            ended(ProbeFailure.said(Phase.CHECK, "websocket.refused", Integer.toString(status)));
            context.close();
            return;
        }
        try {
            handshaker.finishHandshake(context.channel(), response);
        } catch (WebSocketHandshakeException notAgreed) {
            ended(ProbeFailure.said(Phase.CHECK, "websocket.bad_upgrade", String.valueOf(notAgreed.getMessage())));
            context.close();
            return;
        }
        context.pipeline()
                .addBefore(
                        context.name(), "messages", new WebSocketFrameAggregator(WebSocketRequest.MOST_MESSAGE_BYTES));
        upgraded.complete(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended(
                upgraded.isDone()
                        ? ProbeFailure.said(Phase.FIRST_BYTE, "websocket.cut")
                        : ProbeFailure.said(clock.running(), "http.no_answer"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
        context.close();
    }

    private void fail(Throwable cause) {
        if (cause.getCause() instanceof SSLException) {
            ended(TlsFailures.of(cause));
        } else if (cause instanceof CodecException) {
            ended(ProbeFailure.said(Phase.CHECK, "websocket.protocol", String.valueOf(cause.getMessage())));
        } else {
            int errno = Errno.of(cause);
            Outcome outcome = errno == 0 ? Outcome.FAILED : Errno.outcomeOf(errno);
            ended(new ProbeFailure(outcome, clock.running(), errno, Errno.sentence(errno, cause)));
        }
    }

    /** The first reason counts. */
    private void ended(ProbeFailure why) {
        if (end == null) {
            end = why;
            upgraded.completeExceptionally(why);
            events.add(new Event.End(why));
        }
    }
}
