package io.dialer.agent.probe.net.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;
import java.util.Set;

/** The header fields of a request, the same in every version of HTTP. Pure. */
final class RequestHead {
    private static final Set<HttpMethod> WITH_A_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private RequestHead() {}

    static HttpHeaders headers(HttpCall call) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.HOST, call.url().authority());
        headers.set(HttpHeaderNames.USER_AGENT, HeaderText.toSend(call.userAgent()));
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
        call.headers().forEach(header -> headers.add(header.getKey(), HeaderText.toSend(header.getValue())));
        return headers;
    }
}
