package io.dialer.agent.probe.api.signin;

import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.http.DigestLogin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request carries to be let in. */
public sealed interface Permit {
    /**
     * Nothing went wrong so far.
     *
     * @param headers to be added to the request's own
     * @param digest what answers a challenge; null: nothing does
     * @param token of OAuth 2, kept from an earlier request, so that a 401 is worth one more attempt; null: none
     */
    record Granted(
            List<Map.Entry<String, String>> headers,
            @Nullable DigestLogin digest,
            @Nullable String token) implements Permit {
        public Granted {
            headers = List.copyOf(headers);
        }

        /** Without headers and token, which a log must not hold. */
        @Override
        public String toString() {
            return "Granted[digest=" + digest + "]";
        }
    }

    /** The request cannot be made, and why. */
    record Refused(ProbeFailure failure) implements Permit {}
}
