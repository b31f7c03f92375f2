package io.dialer.agent.probe.net.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One request on the only stream of an HTTP/2 connection (RFC 9113). Works on the connection's event loop. */
final class Http2Exchange {
    /** What may be on its way to us unread, for the connection as for the stream. */
    private static final int WINDOW = 1 << 20;

    /** Before anybody enlarges it (section 6.9.2). */
    private static final int CONNECTIONS_FIRST_WINDOW = 65_535;

    private static final int LARGEST_HEADERS = 64 * 1024;

    /**
     * They speak of a connection of HTTP/1.1, and an HTTP/2 server must refuse them (section 8.2.2), {@code te} where it says
     * anything but {@code trailers}.
     */
    private static final Set<String> NOT_FOR_HTTP2 =
            Set.of("connection", "host", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade");

    private final HttpCall call;
    private final AnswerReader reader;

    Http2Exchange(HttpCall call, AnswerReader reader) {
        this.call = call;
        this.reader = reader;
    }

    /**
     * Sends the request.
     *
     * @param handlers what reads the answer, put behind {@link Http2Answer}
     */
    void begin(Channel channel, ChannelHandler... handlers) throws Http2Exception {
        Http2FrameCodec codec = Http2FrameCodecBuilder.forClient()
                .initialSettings(Http2Settings.defaultSettings()
                        .pushEnabled(false)
                        .initialWindowSize(WINDOW)
                        .maxHeaderListSize(LARGEST_HEADERS))
                // Else a connection whose answer was cut off would stay open for half a minute.
                .gracefulShutdownTimeoutMillis(0)
                .build();
        channel.pipeline()
                .addLast(codec)
                .addLast(new Http2MultiplexHandler(new NoPushedStreams()))
                .addLast(new ConnectionEvents());
        codec.connection()
                .local()
                .flowController()
                .incrementWindowSize(codec.connection().connectionStream(), WINDOW - CONNECTIONS_FIRST_WINDOW);
        channel.config().setAutoRead(true);
        new Http2StreamChannelBootstrap(channel)
                .handler(new ChannelInitializer<Http2StreamChannel>() {
                    @Override
                    protected void initChannel(Http2StreamChannel stream) {
                        stream.config().setAutoClose(false);
                        stream.pipeline().addLast(new Http2Answer(reader)).addLast(handlers);
                    }
                })
                .open()
                .addListener(opened -> {
                    if (opened.isSuccess()) {
                        send((Http2StreamChannel) opened.getNow());
                    } else {
                        reader.notBegun(opened.cause());
                    }
                });
    }

    private void send(Http2StreamChannel stream) {
        boolean withBody = call.body().length() > 0;
        ChannelFuture written = stream.write(new DefaultHttp2HeadersFrame(headers(), !withBody));
        if (withBody) {
            written = stream.write(
                    new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(call.body().getBytes()), true));
        }
        stream.flush();
        written.addListener(done -> reader.requestWritten(done.cause()));
    }

    private Http2Headers headers() {
        HttpHeaders plain = RequestHead.headers(call);
        Http2Headers headers = new DefaultHttp2Headers()
                .method(call.method().asciiName())
                .scheme(call.url().tls() ? "https" : "http")
                .authority(plain.get(HttpHeaderNames.HOST, call.url().authority()))
                .path(call.url().resource());
        for (Map.Entry<String, String> header : plain) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            boolean asksForTrailers = name.equals("te") && header.getValue().equals("trailers");
            if (asksForTrailers || !NOT_FOR_HTTP2.contains(name)) {
                headers.add(name, header.getValue());
            }
        }
        return headers;
    }

    /** We forbid pushes, so none of these is ever opened. */
    private static final class NoPushedStreams extends ChannelInboundHandlerAdapter {
        @Override
        public boolean isSharable() {
            return true;
        }
    }

    /** What concerns the connection as a whole. */
    private final class ConnectionEvents extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2GoAwayFrame goAway) {
                reader.goingAway(nameOf(goAway.errorCode()));
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslCloseCompletionEvent closed && closed.isSuccess()) {
                context.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            reader.exceptionCaught(context, cause);
        }
    }

    /** As RFC 9113, section 7 writes it. */
    static String nameOf(long code) {
        Http2Error known = Http2Error.valueOf(code);
        return known == null ? "0x" + Long.toHexString(code) : known.name();
    }
}
