package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.ProxyAddress;
import io.dialer.agent.probe.net.Errno;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.Tunnel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks a proxy to connect to the target (RFC 9110, section 9.3.6). The proxy resolves the target's name, not we. */
final class ProxyTunnel implements Tunnel {
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (([1-5])[0-9]{2}[^\\r\\n]*)\\r?\\n");
    private static final Pattern HEAD_END = Pattern.compile("\\n\\r?\\n");

    private final ProxyAddress proxy;
    private final String target;
    private final String userAgent;

    ProxyTunnel(ProxyAddress proxy, Url url, String userAgent) {
        this.proxy = proxy;
        this.target = url.endpoint().toString();
        this.userAgent = userAgent;
    }

    /** The value of {@code Proxy-Authorization}; null where the proxy's URL has no credentials. */
    static @Nullable String authorization(ProxyAddress proxy) {
        return proxy.username() == null
                ? null
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (proxy.username() + ":" + proxy.password()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public CompletionStage<Void> open(Channel channel) {
        String authorization = authorization(proxy);
        String request = "CONNECT %s HTTP/1.1\r\nhost: %s\r\nuser-agent: %s\r\n%s\r\n"
                .formatted(
                        target,
                        target,
                        userAgent,
                        authorization == null ? "" : "proxy-authorization: " + authorization + "\r\n");
        Answer answer = new Answer();
        channel.pipeline().addLast(answer);
        channel.config().setAutoRead(true);
        channel.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.UTF_8))
                .addListener(written -> {
                    if (!written.isSuccess()) {
                        answer.broken(written.cause());
                    }
                });
        return answer.opened;
    }

    /** Reads the proxy's answer up to the end of its head. What follows is the target's. */
    private final class Answer extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Void> opened = new CompletableFuture<>();
        private final ByteBuf received = Unpooled.buffer();
        private long octetsRead;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf octets = (ByteBuf) message;
            try {
                if (!opened.isDone()) {
                    octetsRead += octets.readableBytes();
                    received.writeBytes(octets);
                    read(context);
                }
            } finally {
                octets.release();
            }
        }

        private void read(ChannelHandlerContext context) {
            String text = received.toString(StandardCharsets.ISO_8859_1);
            Matcher end = HEAD_END.matcher(text);
            int begin = 0;
            while (end.find()) {
                Matcher status = STATUS_LINE.matcher(text).region(begin, text.length());
                if (!status.lookingAt()) {
                    fail("http.proxy_not_http");
                    return;
                }
                begin = end.end();
                if (status.group(2).equals("2")) {
                    received.skipBytes(begin);
                    through(context);
                    return;
                }
                if (!status.group(2).equals("1")) {
                    fail("http.proxy_refused", status.group(1).strip());
                    return;
                }
            }
            received.skipBytes(begin).discardReadBytes();
            // Interim answers count as well: somebody could send them for ever.
            if (octetsRead > LONGEST_HEAD) {
                fail("http.proxy_not_http");
            }
        }

        private void through(ChannelHandlerContext context) {
            Channel channel = context.channel();
            channel.config().setAutoRead(false);
            channel.pipeline().remove(this);
            byte[] early = ByteBufUtil.getBytes(received);
            opened.complete(null);
            // Whoever waited has put its own handlers there by now.
            if (early.length > 0) {
                channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(early));
                channel.pipeline().fireChannelReadComplete();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            fail("http.proxy_closed");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            broken(cause);
        }

        void broken(Throwable cause) {
            int errno = Errno.of(cause);
            opened.completeExceptionally(
                    new ProbeFailure(Errno.outcomeOf(errno), Phase.CONNECT, errno, Errno.sentence(errno, cause)));
        }

        private void fail(String sentence) {
            opened.completeExceptionally(ProbeFailure.said(Phase.CONNECT, sentence, proxy.toString()));
        }

        private void fail(String sentence, String detail) {
            opened.completeExceptionally(ProbeFailure.said(Phase.CONNECT, sentence, proxy.toString(), detail));
        }
    }
}
