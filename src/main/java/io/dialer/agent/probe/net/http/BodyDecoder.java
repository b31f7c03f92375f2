package io.dialer.agent.probe.net.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.JdkZlibDecoder;
import io.netty.handler.codec.compression.ZlibWrapper;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpObject;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Unpacks a body, and knows whether the packed stream had come to its own end when the body ended. */
final class BodyDecoder extends HttpContentDecompressor {
    private @Nullable JdkZlibDecoder unpacking;
    private boolean fed;

    BodyDecoder() {
        super(false, 0);
    }

    /** True where a packed body has begun and its last part, the checksum included, is missing. */
    boolean cut() {
        return unpacking != null && fed && !unpacking.isClosed();
    }

    @Override
    protected void decode(ChannelHandlerContext context, HttpObject message, List<Object> out) throws Exception {
        fed |= message instanceof HttpContent content && content.content().isReadable();
        super.decode(context, message, out);
    }

    @Override
    protected @Nullable EmbeddedChannel newContentDecoder(String contentEncoding) {
        ZlibWrapper wrapper = switch (contentEncoding.toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> ZlibWrapper.GZIP;
            // Some servers leave the wrapper away that RFC 9110, section 8.4.1.2 asks for.
            case "deflate", "x-deflate" -> ZlibWrapper.ZLIB_OR_NONE;
            default -> null;
        };
        if (wrapper == null) {
            return null;
        }
        JdkZlibDecoder decoder = new JdkZlibDecoder(wrapper, 0);
        unpacking = decoder;
        return EmbeddedChannel.builder()
                .channelId(ctx.channel().id())
                .hasDisconnect(ctx.channel().metadata().hasDisconnect())
                .config(ctx.channel().config())
                .handlers(decoder)
                .build();
    }
}
