package io.dialer.agent.probe.api;

import io.dialer.agent.probe.api.redaction.Excerpt;
import io.dialer.agent.probe.net.http.HttpCall;
import java.util.List;
import java.util.Map;

/**
 * A step's request as it went out the first time, with sign-in and cookies. Holds secrets.
 *
 * @param method in capitals
 * @param url without user and password
 * @param headers those of the step, its sign-in and its cookies
 * @param body its beginning
 */
record SentRequest(String method, String url, List<Map.Entry<String, String>> headers, Excerpt body) {
    SentRequest {
        headers = List.copyOf(headers);
    }

    static SentRequest of(HttpCall call, int mostBodyBytes) {
        return new SentRequest(
                call.method().name(),
                call.url().toString(),
                call.headers(),
                Excerpt.of(call.body().getBytes(), mostBodyBytes));
    }

    /** Without what it holds, which a log must not. */
    @Override
    public String toString() {
        return "SentRequest[method=" + method + "]";
    }
}
