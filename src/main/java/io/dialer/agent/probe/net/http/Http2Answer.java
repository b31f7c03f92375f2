package io.dialer.agent.probe.net.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.regex.Pattern;

/** Turns the frames of a stream into what HTTP/1.1 brings, so that both are read by the same handlers. */
final class Http2Answer extends ChannelInboundHandlerAdapter {
    private static final HttpVersion HTTP_2 = new HttpVersion("HTTP", 2, 0, true);
    private static final Pattern STATUS = Pattern.compile("[1-9][0-9]{2}");

    private final AnswerReader reader;
    private boolean headRead;

    Http2Answer(AnswerReader reader) {
        this.reader = reader;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case Http2HeadersFrame headers when headRead -> trailers(context, headers);
            case Http2HeadersFrame headers -> head(context, headers);
            case Http2DataFrame body
            when headRead -> {
                context.fireChannelRead(new DefaultHttpContent(body.content()));
                if (body.isEndStream()) {
                    context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
                }
            }
            case Http2DataFrame early -> {
                early.release();
                reader.notHttp(context, "a body without a status");
            }
            default -> ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        switch (event) {
            case Http2ResetFrame reset -> reader.fail("http.stream_reset", Http2Exchange.nameOf(reset.errorCode()));
            case Http2GoAwayFrame goAway -> {
                reader.fail("http.goaway", Http2Exchange.nameOf(goAway.errorCode()));
                goAway.release();
            }
            default -> context.fireUserEventTriggered(event);
        }
    }

    private void head(ChannelHandlerContext context, Http2HeadersFrame frame) {
        reader.firstByte();
        String status = String.valueOf(frame.headers().status());
        boolean interim = status.startsWith("1");
        // 101 has no meaning here, and only the last head may end the stream (RFC 9113, section 8.1).
        if (!STATUS.matcher(status).matches() || status.equals("101") || (interim && frame.isEndStream())) {
            reader.notHttp(context, frame.headers().status() == null ? "no status" : "status " + status);
            return;
        }
        DefaultHttpResponse response = new DefaultHttpResponse(
                HTTP_2,
                HttpResponseStatus.valueOf(Integer.parseInt(status)),
                DefaultHttpHeadersFactory.headersFactory().withValidation(false));
        addTo(response.headers(), frame);
        headRead = !interim;
        context.fireChannelRead(response);
        if (interim || frame.isEndStream()) {
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    private static void addTo(HttpHeaders headers, Http2HeadersFrame frame) {
        frame.headers().forEach(header -> {
            if (header.getKey().length() > 0 && header.getKey().charAt(0) != ':') {
                headers.add(header.getKey().toString(), header.getValue().toString());
            }
        });
    }

    private void trailers(ChannelHandlerContext context, Http2HeadersFrame frame) {
        if (frame.isEndStream()) {
            LastHttpContent end = new DefaultLastHttpContent(
                    Unpooled.EMPTY_BUFFER,
                    DefaultHttpHeadersFactory.trailersFactory().withValidation(false));
            addTo(end.trailingHeaders(), frame);
            context.fireChannelRead(end);
        } else {
            reader.notHttp(context, "a second head");
        }
    }
}
