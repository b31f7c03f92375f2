package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.net.Attempt;
import io.dialer.agent.probe.net.Connection;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** One request and its answer on one connection: sets the pipeline up, sends, and keeps what the reader finds. */
final class HttpExchange implements Function<Connection, CompletionStage<AnswerReader>> {
    private static final Set<HttpMethod> WITH_A_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private final HttpCall call;
    private final PhaseClock clock;
    private final AnswerReader reader;

    HttpExchange(HttpCall call, PhaseClock clock) {
        this.call = call;
        this.clock = clock;
        this.reader = new AnswerReader(clock, call.maxBodyBytes(), call.keepBody());
    }

    PhaseClock clock() {
        return clock;
    }

    /** Called on the connection's event loop, the moment it is open. */
    @Override
    public CompletionStage<AnswerReader> apply(Connection connection) {
        Channel channel = connection.channel();
        channel.pipeline()
                .addLast(new FirstByteTap(clock))
                .addLast(new HttpRequestEncoder())
                .addLast(new AnswerDecoder(call.method()))
                .addLast(reader.headTap());
        if (call.compression()) {
            channel.pipeline().addLast(new HttpContentDecompressor(false, 0));
        }
        channel.pipeline().addLast(reader);
        channel.config().setAutoRead(true);
        channel.writeAndFlush(request()).addListener(written -> reader.requestWritten(written.cause()));
        return reader.whenRead();
    }

    HttpHop hop(Attempt<?> attempt, Phases phases) {
        return new HttpHop(
                call.url(),
                reader.status(),
                reader.protocol(),
                reader.headers(),
                attempt.addresses(),
                attempt.address(),
                attempt.tls(),
                reader.bodyBytes(),
                phases);
    }

    Buffer body() {
        return reader.body();
    }

    boolean truncated() {
        return reader.truncated();
    }

    private DefaultFullHttpRequest request() {
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                call.method(),
                call.url().resource(),
                Unpooled.wrappedBuffer(call.body().getBytes()));
        HttpHeaders headers = request.headers();
        headers.set(HttpHeaderNames.HOST, call.url().authority());
        headers.set(HttpHeaderNames.USER_AGENT, call.userAgent());
        headers.set(HttpHeaderNames.ACCEPT, "*/*");
        if (call.compression()) {
            headers.set(HttpHeaderNames.ACCEPT_ENCODING, "gzip, deflate");
        }
        headers.set(HttpHeaderNames.CONNECTION, "close");
        // RFC 9110, section 8.6: these methods announce an empty body as well, or some servers answer 411.
        if (call.body().length() > 0 || WITH_A_BODY.contains(call.method())) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, call.body().length());
        }
        call.headers().stream().map(Map.Entry::getKey).forEach(headers::remove);
        call.headers().forEach(header -> headers.add(header.getKey(), header.getValue()));
        return request;
    }
}
