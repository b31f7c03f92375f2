package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.net.TlsSettings;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to ask, ready to be sent any number of times.
 *
 * @param url where
 * @param method as written, for example {@code GET}
 * @param headers the task's own; they replace those that we add
 * @param userAgent sent where the headers have none
 * @param body empty: none
 * @param compression whether a compressed answer is asked for and decoded
 * @param maxRedirects how many are followed; 0: the first answer counts
 * @param maxBodyBytes where reading ends
 * @param bodyUse what is done with the body
 * @param tls for {@code https}
 * @param protocol which HTTP is spoken
 * @param route which way it takes
 * @param digest whose credentials answer a challenge; null: none do
 * @param limits of each hop; null: only the deadline of the whole
 */
public record HttpCall(
        Url url,
        HttpMethod method,
        List<Map.Entry<String, String>> headers,
        String userAgent,
        Buffer body,
        boolean compression,
        int maxRedirects,
        long maxBodyBytes,
        BodyUse bodyUse,
        TlsSettings tls,
        ProtocolChoice protocol,
        HttpRoute route,
        @Nullable DigestLogin digest,
        @Nullable HopLimits limits) {
    public HttpCall {
        headers = List.copyOf(headers);
    }

    /** The same with other headers. */
    public HttpCall withHeaders(List<Map.Entry<String, String>> others) {
        return new HttpCall(
                url,
                method,
                others,
                userAgent,
                body,
                compression,
                maxRedirects,
                maxBodyBytes,
                bodyUse,
                tls,
                protocol,
                route,
                digest,
                limits);
    }

    /** The same with credentials for a challenge; null: none. */
    public HttpCall withDigest(@Nullable DigestLogin login) {
        return new HttpCall(
                url,
                method,
                headers,
                userAgent,
                body,
                compression,
                maxRedirects,
                maxBodyBytes,
                bodyUse,
                tls,
                protocol,
                route,
                login,
                limits);
    }

    /**
     * Holds headers against RFC 9110's syntax.
     *
     * @throws IllegalArgumentException with the reason
     */
    public static void validate(List<Map.Entry<String, String>> headers) {
        HttpHeaders checked = new DefaultHttpHeaders();
        headers.forEach(header -> checked.add(header.getKey(), header.getValue()));
    }
}
