package io.dialer.agent.probe.api;

import io.vertx.core.json.JsonObject;
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
 * @param connectTimeout to the end of the TLS handshake
 * @param readTimeout from then to the answer's end
 * @param verify whether the server's certificate must be valid
 * @param certificateFile PEM, for a client certificate; null: none
 * @param keyFile PEM; null: the key is in the certificate's file, or there is none
 * @param auth the step's own sign-in, as written; null: the transaction's, if any
 */
public record StepRequest(
        String method,
        String url,
        List<Map.Entry<String, String>> headers,
        List<Map.Entry<String, String>> query,
        @Nullable StepBody body,
        Duration connectTimeout,
        Duration readTimeout,
        boolean verify,
        @Nullable String certificateFile,
        @Nullable String keyFile,
        @Nullable JsonObject auth) {
    public StepRequest {
        headers = List.copyOf(headers);
        query = List.copyOf(query);
    }
}
