package io.dialer.agent.probe.api;

import io.dialer.agent.probe.api.request.ResolvedRequest;
import io.dialer.agent.probe.net.http.BodyUse;
import io.dialer.agent.probe.net.http.HopLimits;
import io.dialer.agent.probe.net.http.HttpCall;
import io.dialer.agent.probe.net.http.HttpRoute;
import io.dialer.agent.probe.net.http.ProtocolChoice;
import io.netty.handler.codec.http.HttpMethod;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the calls of all steps have in common.
 *
 * @param userAgent sent where a step's headers have none
 * @param route which way they take
 * @param maxBodyBytes where reading an answer ends
 * @param maxBodyInResult how much of a body a result shows, in bytes
 */
record CallShape(String userAgent, HttpRoute route, long maxBodyBytes, int maxBodyInResult) {
    /** A step's request as a call, before sign-in and cookies. */
    HttpCall call(PreparedStep prepared, ResolvedRequest request) {
        HopLimits limits = prepared.step().request().limits();
        return new HttpCall(
                request.url(),
                HttpMethod.valueOf(request.method()),
                headers(request),
                userAgent,
                Buffer.buffer(request.body()),
                true,
                prepared.step().request().maxRedirects(),
                maxBodyBytes,
                bodyUse(prepared.step()),
                prepared.tls(),
                ProtocolChoice.AUTO,
                route,
                null,
                limits);
    }

    private static List<Map.Entry<String, String>> headers(ResolvedRequest request) {
        List<Map.Entry<String, String>> headers = new ArrayList<>(request.headers());
        boolean said = headers.stream().anyMatch(header -> header.getKey().equalsIgnoreCase("content-type"));
        if (!said && !request.contentType().isEmpty() && !request.body().isEmpty()) {
            headers.add(Map.entry("Content-Type", request.contentType()));
        }
        return headers;
    }

    private BodyUse bodyUse(Step step) {
        BodyUse looked = step.bodyUse();
        return looked == BodyUse.SIZE && maxBodyInResult > 0 ? BodyUse.TEXT : looked;
    }
}
