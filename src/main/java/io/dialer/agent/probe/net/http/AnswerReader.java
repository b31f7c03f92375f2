package io.dialer.agent.probe.net.http;

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
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
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
    private static final Pattern WRAPPED = Pattern.compile("^\\S+Exception: ");

    private static final int MOST_HEADERS = 1_000;

    private final PhaseClock clock;
    private final long maxBodyBytes;
    private final @Nullable BodyDecoder decoder;
    private final CompletableFuture<AnswerReader> whenRead = new CompletableFuture<>();
    private final KeptBody kept;

    private int status;
    private String protocol = "";
    private List<Map.Entry<String, String>> headers = List.of();
    private List<Map.Entry<String, String>> trailers = List.of();
    private long bodyBytes;
    private boolean truncated;
    private boolean interim;
    private boolean untilTheEnd;
    private boolean closeAnnounced;
    private boolean endedWithoutNotice;
    private @Nullable String goAway;
    private @Nullable Throwable notSent;

    AnswerReader(PhaseClock clock, long maxBodyBytes, KeptBody kept, @Nullable BodyDecoder decoder) {
        this.clock = clock;
        this.maxBodyBytes = maxBodyBytes;
        this.kept = kept;
        this.decoder = decoder;
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
                    if (response.headers().size() > MOST_HEADERS) {
                        ReferenceCountUtil.release(message);
                        notHttp(context, "more than " + MOST_HEADERS + " headers");
                        return;
                    }
                    head(response);
                }
                context.fireChannelRead(message);
            }
        };
    }

    /**
     * The request is out, or cannot be sent. A server may refuse without having read all of it, and what it says (an
     * answer, an alert) then lies on our side already; so what broke the connection counts only where nothing better
     * comes before its end.
     */
    void requestWritten(@Nullable Throwable failure) {
        if (failure == null) {
            clock.enter(Phase.FIRST_BYTE);
        } else if (failure instanceof IOException) {
            notSent = failure;
        } else {
            notBegun(failure);
        }
    }

    /** There is no stream on which the request could be sent. */
    void notBegun(Throwable failure) {
        if (failure instanceof IOException || failure instanceof Http2Exception) {
            fail(Phase.REQUEST, failure);
        } else {
            whenRead.completeExceptionally(failure);
        }
    }

    /** The answer begins. Whoever answers before the request is out was not waited for. */
    void firstByte() {
        clock.enter(Phase.FIRST_BYTE);
        clock.enter(Phase.TRANSFER);
    }

    /** The server will close the connection, for a reason that RFC 9113, section 7 names. */
    void goingAway(String reason) {
        goAway = reason;
    }

    /** Whether nothing but a close without TLS's own notice ended the body. */
    synchronized boolean endedWithoutNotice() {
        return endedWithoutNotice;
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

    synchronized List<Map.Entry<String, String>> trailers() {
        return trailers;
    }

    synchronized long bodyBytes() {
        return bodyBytes;
    }

    synchronized boolean truncated() {
        return truncated;
    }

    KeptBody body() {
        return kept;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            Throwable cause = message.decoderResult().cause();
            if (cause instanceof PrematureChannelClosureException) {
                fail("http.cut_short");
                context.close();
            } else {
                notHttp(context, String.valueOf(cause.getMessage()));
            }
            return;
        }
        if (message instanceof HttpContent content && !interim) {
            body(context, content.content());
        }
        if (message instanceof LastHttpContent last) {
            if (interim) {
                interim = false;
            } else {
                synchronized (this) {
                    trailers = List.copyOf(last.trailingHeaders().entries());
                }
                lastPart(context);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (goAway != null) {
            fail("http.goaway", goAway);
        } else if (notSent != null && clock.running() == Phase.REQUEST) {
            fail(Phase.REQUEST, notSent);
        } else {
            fail(clock.running().compareTo(Phase.TRANSFER) < 0 ? "http.no_answer" : "http.cut_short");
        }
    }

    /** TLS's notice is the end, whether or not the connection is closed with it (RFC 8446, section 6.1). */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent closed && closed.isSuccess()) {
            closeAnnounced = true;
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecompressionException
                || (cause instanceof DecoderException && cause.getCause() instanceof DecompressionException)) {
            String message = String.valueOf(cause.getMessage());
            // A wrapped cause is named with its class, which means nothing to people.
            fail("http.body_not_decoded", WRAPPED.matcher(message).replaceFirst(""));
        } else if (cause instanceof Http2Exception) {
            notHttp(context, String.valueOf(cause.getMessage()));
            return;
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
            // Of HTTP/2 there is one version only, and it is not called 2.0 (RFC 9113, section 3).
            protocol = response.protocolVersion().text().replace("/2.0", "/2");
            headers = response.headers().entries().stream()
                    .map(header -> Map.entry(header.getKey(), HeaderText.received(header.getKey(), header.getValue())))
                    .toList();
            untilTheEnd = protocol.startsWith("HTTP/1")
                    && !HttpUtil.isContentLengthSet(response)
                    && !HttpUtil.isTransferEncodingChunked(response);
        }
    }

    private void body(ChannelHandlerContext context, ByteBuf content) {
        boolean full;
        synchronized (this) {
            int room = (int) Math.min(content.readableBytes(), maxBodyBytes - bodyBytes);
            kept.add(content, room);
            full = content.readableBytes() > room;
            bodyBytes += room;
            truncated |= full;
        }
        if (full) {
            if (decoder != null) {
                decoder.stop();
            }
            end();
            context.close();
        }
    }

    private void lastPart(ChannelHandlerContext context) {
        if (decoder != null && decoder.cut()) {
            fail("http.body_cut");
            context.close();
            return;
        }
        synchronized (this) {
            boolean overTls = context.pipeline().get(SslHandler.class) != null;
            endedWithoutNotice = overTls
                    && untilTheEnd
                    && !closeAnnounced
                    && !context.channel().isActive();
        }
        end();
    }

    private void end() {
        clock.enter(Phase.CHECK);
        whenRead.complete(this);
    }

    private void fail(Phase phase, Throwable cause) {
        int errno = Errno.of(cause);
        whenRead.completeExceptionally(
                new ProbeFailure(Errno.outcomeOf(errno), phase, errno, Errno.sentence(errno, cause)));
    }

    /** What came does not follow the protocol. */
    void notHttp(ChannelHandlerContext context, String reason) {
        fail("http.not_http", reason);
        context.close();
    }

    /** Ends the reading with one of the agent's sentences. */
    void fail(String sentence, String... arguments) {
        whenRead.completeExceptionally(ProbeFailure.said(clock.running(), sentence, arguments));
    }
}
