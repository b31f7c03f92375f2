package io.dialer.agent.probe.net.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.JdkZlibDecoder;
import io.netty.handler.codec.compression.ZlibWrapper;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Unpacks a body, and knows whether the packed stream had come to its own end when the body ended. */
final class BodyDecoder extends HttpContentDecompressor {
    private List<JdkZlibDecoder> unpacking = List.of();
    private boolean fed;

    BodyDecoder() {
        super(false, 0);
    }

    /** True where a packed body has begun and its last part, the checksum included, is missing. */
    boolean cut() {
        return fed && !unpacking.stream().allMatch(JdkZlibDecoder::isClosed);
    }

    @Override
    protected void decode(ChannelHandlerContext context, HttpObject message, List<Object> out) throws Exception {
        fed |= message instanceof HttpContent content && content.content().isReadable();
        super.decode(context, message, out);
    }

    @Override
    protected @Nullable EmbeddedChannel newContentDecoder(String contentEncoding) {
        List<JdkZlibDecoder> decoders = new ArrayList<>();
        // The coding that was applied last comes off first (RFC 9110, section 8.4).
        for (String coding : Arrays.asList(contentEncoding.split(",")).reversed()) {
            ZlibWrapper wrapper = wrapperOf(coding.strip().toLowerCase(Locale.ROOT));
            if (wrapper == null) {
                return null;
            }
            decoders.add(new JdkZlibDecoder(wrapper, 0));
        }
        unpacking = List.copyOf(decoders);
        return EmbeddedChannel.builder()
                .channelId(ctx.channel().id())
                .hasDisconnect(ctx.channel().metadata().hasDisconnect())
                .config(ctx.channel().config())
                .handlers(decoders.toArray(JdkZlibDecoder[]::new))
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
