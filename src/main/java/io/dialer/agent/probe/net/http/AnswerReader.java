package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.net.Errno;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.TlsFailures;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer. Works on the connection's event loop; what it has found so far may be asked for from any thread.
 * Interim answers (1xx) are passed over.
 */
final class AnswerReader extends SimpleChannelInboundHandler<HttpObject> {
    private static final String CUT_SHORT = "connection closed in the middle of the answer";

    private static final Pattern WRAPPED = Pattern.compile("^\\S+Exception: ");

    private final PhaseClock clock;
    private final long maxBodyBytes;
    private final boolean keepBody;
    private final CompletableFuture<AnswerReader> whenRead = new CompletableFuture<>();
    private final Buffer kept = Buffer.buffer();

    private int status;
    private String protocol = "";
    private List<Map.Entry<String, String>> headers = List.of();
    private long bodyBytes;
    private boolean truncated;
    private boolean interim;

    AnswerReader(PhaseClock clock, long maxBodyBytes, boolean keepBody) {
        this.clock = clock;
        this.maxBodyBytes = maxBodyBytes;
        this.keepBody = keepBody;
    }

    /** Completes when the answer has ended, or fails with a {@link ProbeFailure}. */
    CompletableFuture<AnswerReader> whenRead() {
        return whenRead;
    }

    /** Sees status and headers before the decompressor changes them. */
    ChannelHandler headTap() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof HttpResponse response
                        && response.decoderResult().isSuccess()) {
                    head(response);
                }
                context.fireChannelRead(message);
            }
        };
    }

    void requestWritten(@Nullable Throwable failure) {
        if (failure == null) {
            clock.enter(Phase.FIRST_BYTE);
        } else if (clock.running() == Phase.REQUEST) {
            fail(Phase.REQUEST, failure);
        }
    }

    synchronized int status() {
        return status;
    }

    synchronized String protocol() {
        return protocol;
    }

    synchronized List<Map.Entry<String, String>> headers() {
        return headers;
    }

    synchronized long bodyBytes() {
        return bodyBytes;
    }

    synchronized boolean truncated() {
        return truncated;
    }

    synchronized Buffer body() {
        return kept.copy();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            Throwable cause = message.decoderResult().cause();
            fail(
                    cause instanceof PrematureChannelClosureException
                            ? CUT_SHORT
                            : "answer is not HTTP: " + cause.getMessage());
            context.close();
            return;
        }
        if (message instanceof HttpContent content && !interim) {
            body(context, content.content());
        }
        if (message instanceof LastHttpContent) {
            if (interim) {
                interim = false;
            } else {
                end();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(clock.running().compareTo(Phase.TRANSFER) < 0 ? "connection closed without an answer" : CUT_SHORT);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecompressionException
                || (cause instanceof DecoderException && cause.getCause() instanceof DecompressionException)) {
            String message = String.valueOf(cause.getMessage());
            // A wrapped cause is named with its class, which means nothing to people.
            fail("body cannot be decoded: " + WRAPPED.matcher(message).replaceFirst(""));
        } else if (clock.running().compareTo(Phase.TRANSFER) < 0 && cause.getCause() instanceof SSLException) {
            whenRead.completeExceptionally(TlsFailures.of(cause));
        } else {
            fail(clock.running(), cause);
        }
        context.close();
    }

    private synchronized void head(HttpResponse response) {
        interim = response.status().code() < 200 && response.status().code() != 101;
        if (!interim) {
            status = response.status().code();
            protocol = response.protocolVersion().text();
            headers = response.headers().entries();
        }
    }

    private void body(ChannelHandlerContext context, ByteBuf content) {
        boolean full;
        synchronized (this) {
            int room = (int) Math.min(content.readableBytes(), maxBodyBytes - bodyBytes);
            if (keepBody && room > 0) {
                byte[] octets = new byte[room];
                content.getBytes(content.readerIndex(), octets);
                kept.appendBytes(octets);
            }
            full = content.readableBytes() > room;
            bodyBytes += room;
            truncated |= full;
        }
        if (full) {
            end();
            context.close();
        }
    }

    private void end() {
        clock.enter(Phase.CHECK);
        whenRead.complete(this);
    }

    private void fail(Phase phase, Throwable cause) {
        int errno = Errno.of(cause);
        whenRead.completeExceptionally(
                new ProbeFailure(Errno.outcomeOf(errno), phase, errno, Errno.words(errno, cause)));
    }

    private void fail(String reason) {
        whenRead.completeExceptionally(new ProbeFailure(Outcome.FAILED, clock.running(), 0, reason));
    }
}
