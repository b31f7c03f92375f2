package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.ProxyAddress;
import io.dialer.agent.probe.net.Attempt;
import io.dialer.agent.probe.net.Connection;
import io.dialer.agent.probe.net.Endpoint;
import io.dialer.agent.probe.net.HeapShare;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.TlsFailures;
import io.dialer.agent.probe.net.TlsSession;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request and its answer on one connection: sets the pipeline up, sends, and keeps what the reader finds. */
final class HttpExchange implements Function<Connection, CompletionStage<AnswerReader>> {
    private final HttpCall call;
    private final PhaseClock clock;
    private final AnswerReader reader;
    private final @Nullable ProxyAddress proxy;
    private final @Nullable BodyDecoder decoder;

    HttpExchange(HttpCall call, PhaseClock clock, HeapShare heap) {
        this.call = call;
        this.clock = clock;
        this.proxy = call.route().proxyFor(call.url());
        this.decoder = call.compression() ? new BodyDecoder() : null;
        this.reader = new AnswerReader(clock, call.maxBodyBytes(), new KeptBody(call.bodyUse(), heap), decoder);
    }

    PhaseClock clock() {
        return clock;
    }

    /** How long it may take, beside the whole call's deadline; null: no shorter than that. */
    @Nullable
    HopLimits limits() {
        return call.limits();
    }

    /** Where to connect to: the target, the address that stands for it, or the proxy. */
    Endpoint endpoint() {
        Url url = call.url();
        HttpRoute route = call.route();
        String host = route.resolveTo() == null
                ? url.endpoint().host()
                : route.resolveTo().getHostAddress();
        return new Endpoint(
                proxy == null ? host : proxy.host(),
                proxy == null ? url.endpoint().port() : proxy.port(),
                route.ipVersion(),
                route.sourceAddress(),
                url.tls() ? call.tls().forHost(url.endpoint().host()) : null,
                proxy != null && tunnels() ? new ProxyTunnel(proxy, url, call.userAgent()) : null,
                proxy == null ? null : url.endpoint(),
                route.resolveTo() == null ? null : url.endpoint().host());
    }

    /** A proxy reads plain HTTP/1.1 itself; anything else must pass through it. */
    private boolean tunnels() {
        return call.url().tls() || call.protocol() == ProtocolChoice.HTTP_2;
    }

    /** Called on the connection's event loop, the moment it is open. */
    @Override
    public CompletionStage<AnswerReader> apply(Connection connection) {
        String chosen = chosenProtocol(connection.tls());
        boolean http2 = "h2".equals(chosen);
        if (call.protocol() == ProtocolChoice.HTTP_2 && !http2) {
            return CompletableFuture.failedFuture(noHttp2(chosen.isEmpty() ? "–" : chosen));
        }
        List<ChannelHandler> handlers = new ArrayList<>();
        handlers.add(reader.headTap());
        if (decoder != null) {
            handlers.add(decoder);
        }
        handlers.add(reader);
        ChannelHandler[] reading = handlers.toArray(ChannelHandler[]::new);
        // A write that fails must not throw away what has come in.
        connection.channel().config().setAutoClose(false);
        if (http2) {
            try {
                new Http2Exchange(call, reader).begin(connection.channel(), reading);
            } catch (Http2Exception fault) {
                return CompletableFuture.failedFuture(fault);
            }
        } else {
            beginHttp1(connection.channel(), reading);
        }
        return reader.whenRead();
    }

    private void beginHttp1(Channel channel, ChannelHandler... reading) {
        channel.pipeline()
                .addLast(new FirstByteTap(reader))
                .addLast(new HttpRequestEncoder())
                .addLast(new AnswerDecoder(call.method()))
                .addLast(reading);
        channel.config().setAutoRead(true);
        channel.writeAndFlush(request()).addListener(written -> reader.requestWritten(written.cause()));
    }

    private String chosenProtocol(@Nullable TlsSession tls) {
        if (tls == null) {
            return call.protocol() == ProtocolChoice.HTTP_2 ? "h2" : "";
        }
        return tls.applicationProtocol() == null ? "" : tls.applicationProtocol();
    }

    private static ProbeFailure noHttp2(String chosen) {
        return ProbeFailure.said(Phase.TLS, "http.no_http2", chosen);
    }

    /** A failure in the words of what this exchange wanted, and of who failed it. */
    @Nullable
    ProbeFailure explained(@Nullable ProbeFailure failure) {
        if (failure == null) {
            boolean byProxy = proxy != null && !tunnels() && reader.status() == 407;
            return byProxy
                    ? ProbeFailure.said(Phase.CONNECT, "http.proxy_refused", String.valueOf(proxy), "407")
                    : null;
        }
        boolean noneInCommon = call.protocol() == ProtocolChoice.HTTP_2
                && failure.phase() == Phase.TLS
                && failure.reason().contains(TlsFailures.NO_APPLICATION_PROTOCOL);
        return noneInCommon ? noHttp2("–") : failure;
    }

    HttpHop hop(Attempt<?> attempt, Phases phases) {
        return new HttpHop(
                call.url(),
                reader.status(),
                reader.protocol(),
                reader.headers(),
                reader.trailers(),
                attempt.addresses(),
                attempt.address(),
                attempt.tried(),
                proxy,
                attempt.tls(),
                reader.bodyBytes(),
                reader.endedWithoutNotice(),
                phases);
    }

    KeptBody body() {
        return reader.body();
    }

    boolean truncated() {
        return reader.truncated();
    }

    private DefaultFullHttpRequest request() {
        HttpHeaders headers = RequestHead.headers(call);
        boolean asked = proxy != null && !tunnels();
        String authorization = proxy == null || tunnels() ? null : ProxyTunnel.authorization(proxy);
        if (authorization != null) {
            headers.set(HttpHeaderNames.PROXY_AUTHORIZATION, authorization);
        }
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                call.method(),
                asked ? call.url().toString() : call.url().resource(),
                Unpooled.wrappedBuffer(call.body().getBytes()),
                headers,
                new DefaultHttpHeaders());
    }
}
