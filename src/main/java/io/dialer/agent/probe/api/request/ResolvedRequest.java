package io.dialer.agent.probe.api.request;

import io.dialer.agent.probe.api.signin.SignIn;
import io.dialer.agent.probe.net.http.Url;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A step's request with the values of variables in it, before sign-in and cookies.
 *
 * @param method in capitals
 * @param url where to
 * @param headers the step's own
 * @param body empty: none
 * @param contentType where the headers name none; empty: nothing is said
 * @param signIn how it proves who asks; null: not at all
 * @param unknown names that nobody knows, for {@code warnings}
 * @param withheld names of secrets that the backend keeps to itself; with one of them it must not be sent
 */
public record ResolvedRequest(
        String method,
        Url url,
        List<Map.Entry<String, String>> headers,
        String body,
        String contentType,
        @Nullable SignIn signIn,
        Set<String> unknown,
        Set<String> withheld) {
    public ResolvedRequest {
        headers = List.copyOf(headers);
    }
}
