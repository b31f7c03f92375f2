package io.dialer.agent.probe.net.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.JdkZlibDecoder;
import io.netty.handler.codec.compression.ZlibWrapper;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Unpacks a body, and knows whether the packed stream had come to its own end when the body ended. */
final class BodyDecoder extends HttpContentDecompressor {
    /** Each multiplies what one read can unpack to by a thousand. */
    private static final int MOST_CODINGS = 2;

    private static final int MOST_AT_ONCE = 2 << 10;

    private List<JdkZlibDecoder> unpacking = List.of();
    private boolean fed;
    private boolean stopped;

    BodyDecoder() {
        super(false, 0);
    }

    /** True where a packed body has begun and its last part, the checksum included, is missing. */
    boolean cut() {
        return fed && !unpacking.stream().allMatch(JdkZlibDecoder::isClosed);
    }

    /** Nobody wants more of it. */
    void stop() {
        stopped = true;
    }

    /** A decoder goes on with what it has, whoever is done; what it brings then shall not be unpacked a second time. */
    private final class Gate extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (stopped) {
                ReferenceCountUtil.release(message);
            } else {
                context.fireChannelRead(message);
            }
        }
    }

    /**
     * Goes on by a few kilobytes at a time: each may unpack to a thousand times as much, all of which is in memory before anybody
     * can say that it is enough.
     */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (!(message instanceof HttpContent content)
                || unpacking.isEmpty()
                || content.content().readableBytes() <= MOST_AT_ONCE) {
            super.channelRead(context, message);
            return;
        }
        ByteBuf packed = content.content();
        try {
            while (packed.readableBytes() > MOST_AT_ONCE && !stopped) {
                super.channelRead(context, new DefaultHttpContent(packed.readRetainedSlice(MOST_AT_ONCE)));
            }
        } catch (Exception | Error broken) {
            content.release();
            throw broken;
        }
        super.channelRead(context, message);
    }

    @Override
    protected void decode(ChannelHandlerContext context, HttpObject message, List<Object> out) throws Exception {
        fed |= message instanceof HttpContent content && content.content().isReadable();
        super.decode(context, message, out);
    }

    @Override
    protected @Nullable EmbeddedChannel newContentDecoder(String contentEncoding) {
        String[] codings = contentEncoding.split(",");
        if (codings.length > MOST_CODINGS) {
            return null;
        }
        List<JdkZlibDecoder> decoders = new ArrayList<>();
        List<ChannelHandler> handlers = new ArrayList<>();
        // The coding that was applied last comes off first (RFC 9110, section 8.4).
        for (String coding : Arrays.asList(codings).reversed()) {
            ZlibWrapper wrapper = wrapperOf(coding.strip().toLowerCase(Locale.ROOT));
            if (wrapper == null) {
                return null;
            }
            JdkZlibDecoder decoder = new JdkZlibDecoder(wrapper, 0);
            decoders.add(decoder);
            handlers.add(new Gate());
            handlers.add(decoder);
        }
        unpacking = List.copyOf(decoders);
        return EmbeddedChannel.builder()
                .channelId(ctx.channel().id())
                .hasDisconnect(ctx.channel().metadata().hasDisconnect())
                .config(ctx.channel().config())
                .handlers(handlers.toArray(ChannelHandler[]::new))
                .build();
    }

    private static @Nullable ZlibWrapper wrapperOf(String coding) {
        return switch (coding) {
            case "gzip", "x-gzip" -> ZlibWrapper.GZIP;
            // Some servers leave the wrapper away that RFC 9110, section 8.4.1.2 asks for.
            case "deflate", "x-deflate" -> ZlibWrapper.ZLIB_OR_NONE;
            default -> null;
        };
    }
}
