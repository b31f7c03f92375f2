package io.dialer.agent.probe.api.request;

import io.dialer.agent.probe.api.signin.SignIn;
import io.dialer.agent.probe.net.http.HopLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step asks, with the names of variables still in it.
 *
 * @param method in capitals
 * @param url absolute, or relative to the task's base URL
 * @param headers in order
 * @param query added to the URL's own
 * @param body null: none
 * @param timeout of the whole step; null: only the transaction's
 * @param limits of each hop; null: only the timeouts above
 * @param maxRedirects how many are followed; 0: the first answer counts
 * @param verify whether the server's certificate must be valid
 * @param certificateFile PEM, for a client certificate; null: none
 * @param keyFile PEM; null: the key is in the certificate's file, or there is none
 * @param signIn the step's own; null: the transaction's, if any
 */
public record StepRequest(
        String method,
        String url,
        List<Map.Entry<String, String>> headers,
        List<Map.Entry<String, String>> query,
        @Nullable StepBody body,
        @Nullable Duration timeout,
        @Nullable HopLimits limits,
        int maxRedirects,
        boolean verify,
        @Nullable String certificateFile,
        @Nullable String keyFile,
        @Nullable SignIn signIn) {
    public StepRequest {
        headers = List.copyOf(headers);
        query = List.copyOf(query);
    }
}
