package io.dialer.agent.probe.api.signin;

import io.dialer.agent.probe.net.http.FormPairs;
import java.util.function.UnaryOperator;

/**
 * With what a client gets a token for itself (RFC 6749, section 4.4). Two that are equal share a token; the secret belongs
 * to that, or a task with a wrong one would work with the token of another.
 *
 * @param tokenUrl the token endpoint
 * @param clientId the client's identifier
 * @param clientSecret its secret
 * @param scope separated by spaces; empty: the server's default
 * @param inBody whether identifier and secret go into the body in place of the header (section 2.3.1)
 */
public record ClientCredentials(String tokenUrl, String clientId, String clientSecret, String scope, boolean inBody) {
    ClientCredentials with(UnaryOperator<String> fill) {
        return new ClientCredentials(
                fill.apply(tokenUrl), fill.apply(clientId), fill.apply(clientSecret), fill.apply(scope), inBody);
    }

    /** The body of the request for a token. */
    String form() {
        StringBuilder form = new StringBuilder("grant_type=client_credentials");
        if (!scope.isEmpty()) {
            form.append("&scope=").append(FormPairs.encoded(scope));
        }
        if (inBody) {
            form.append("&client_id=").append(FormPairs.encoded(clientId));
            form.append("&client_secret=").append(FormPairs.encoded(clientSecret));
        }
        return form.toString();
    }

    /** Without the secret, which a log must not hold. */
    @Override
    public String toString() {
        return "ClientCredentials[tokenUrl=" + tokenUrl + ", clientId=" + clientId + ", scope=" + scope + "]";
    }
}
