package io.dialer.agent.probe.api;

import io.dialer.agent.probe.ConfidentialNames;
import io.dialer.agent.probe.api.signin.Authorizer;
import io.dialer.agent.probe.api.signin.SignIn;
import io.dialer.agent.probe.net.http.HopCompanion;
import io.dialer.agent.probe.net.http.HttpCall;
import io.dialer.agent.probe.net.http.HttpHop;
import io.dialer.agent.probe.net.http.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives each hop of a step the transaction's cookies and its own signature of OAuth 1, and takes the cookies of each
 * answer. Remembers what went out first. One serves one call.
 */
final class StepCompanion implements HopCompanion {
    private final TransactionState state;
    private final SignIn.@Nullable OAuth1 oauth;
    private final Authorizer authorizer;
    private @Nullable HttpCall first;

    StepCompanion(TransactionState state, @Nullable SignIn signIn, Authorizer authorizer) {
        this.state = state;
        this.oauth = signIn instanceof SignIn.OAuth1 signing ? signing : null;
        this.authorizer = authorizer;
    }

    /** The first request as it went out; null: none did. */
    @Nullable
    HttpCall first() {
        return first;
    }

    @Override
    public HttpCall prepared(HttpCall next) {
        boolean entrusted = first == null || first.url().entrustsCredentialsTo(next.url());
        List<Map.Entry<String, String>> headers = entrusted ? next.headers() : withoutSecrets(next.headers());
        HttpCall prepared = next.withHeaders(withCookies(next.url(), headers));
        if (oauth != null && entrusted) {
            prepared = authorizer.signed(oauth, prepared);
        }
        state.keepSecrets(ConfidentialParts.of(prepared));
        if (first == null) {
            first = prepared;
        }
        return prepared;
    }

    @Override
    public void answered(HttpHop hop) {
        state.cookies().take(hop.url(), hop.headers());
        state.keepSecrets(ConfidentialParts.ofAnswer(hop.headers()));
    }

    /** A key for one server is not for another, whatever its header is called. */
    private static List<Map.Entry<String, String>> withoutSecrets(List<Map.Entry<String, String>> headers) {
        return headers.stream()
                .filter(header -> !ConfidentialNames.include(header.getKey()))
                .toList();
    }

    /** What a step says of cookies itself stays, and comes first; RFC 6265, section 5.4 knows one field only. */
    private List<Map.Entry<String, String>> withCookies(Url url, List<Map.Entry<String, String>> headers) {
        String kept = state.cookies().fieldFor(url);
        if (kept == null) {
            return headers;
        }
        List<Map.Entry<String, String>> with = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase("cookie")) {
                fields.add(header.getValue());
            } else {
                with.add(header);
            }
        }
        fields.add(kept);
        with.add(Map.entry("Cookie", String.join("; ", fields)));
        return with;
    }
}
