package io.dialer.agent.probe.api.signin;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.api.redaction.Redaction;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.http.BodyUse;
import io.dialer.agent.probe.net.http.FormPairs;
import io.dialer.agent.probe.net.http.HttpCall;
import io.dialer.agent.probe.net.http.HttpEngine;
import io.dialer.agent.probe.net.http.HttpFetch;
import io.dialer.agent.probe.net.http.HttpRoute;
import io.dialer.agent.probe.net.http.Url;
import io.netty.handler.codec.http.HttpMethod;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Access tokens of OAuth 2.0 by client credentials (RFC 6749, section 4.4), kept until shortly before they expire. Called
 * on workers, where it blocks; safe for use by several threads. Of those who need the same token one fetches it, the
 * others wait for that; which they do no longer than their own deadlines.
 */
public final class OAuth2Tokens {
    private static final long MOST_BYTES = 256 << 10;

    private final HttpEngine engine;
    private final TokenCache cache;

    public OAuth2Tokens(HttpEngine engine, InstantSource clock) {
        this.engine = engine;
        this.cache = new TokenCache(clock);
    }

    /**
     * A token that is good now, fetched where none is kept.
     *
     * @param call the one that needs it: its TLS options, way and user agent serve for the token too
     */
    TokenAnswer token(ClientCredentials credentials, HttpCall call, Deadline deadline) throws InterruptedException {
        return cache.get(credentials, deadline, () -> fetch(credentials, call, deadline));
    }

    /** A server said 401 to this token: it is not sent again. Leaves alone one that was fetched since. */
    void forget(ClientCredentials credentials, String token) {
        cache.forget(credentials, token);
    }

    private TokenCache.Fetched fetch(ClientCredentials credentials, HttpCall call, Deadline deadline)
            throws InterruptedException {
        Url url;
        try {
            url = Url.parse(credentials.tokenUrl());
        } catch (InvalidOption unusable) {
            return failed(Outcome.ERROR, Phase.REQUEST, Sentence.of("api.token_url"));
        }
        String where = url.origin();
        try (HttpFetch fetch = engine.fetch(request(credentials, url, call), deadline)) {
            ProbeFailure failure = fetch.failure();
            if (failure != null) {
                return failed(failure.outcome(), failure.phase(), Sentence.of("api.token", where, failure.words()));
            }
            if (fetch.body().lost()) {
                return failed(Outcome.ERROR, Phase.CHECK, Sentence.of("api.token_no_room", where));
            }
            int status = fetch.last().status();
            TokenGrant grant = TokenGrant.of(status, fetch.body().text(StandardCharsets.UTF_8));
            if (grant.token() == null) {
                String problem = new Redaction(secretsOf(credentials), new SignIn.OAuth2(credentials).users())
                        .text(grant.problem());
                return failed(
                        Outcome.FAILED,
                        Phase.CHECK,
                        Sentence.of("api.token_refused", where, Integer.toString(status), problem));
            }
            return new TokenCache.Fetched(grant.token(), grant.lifetime(), null);
        }
    }

    private static List<String> secretsOf(ClientCredentials credentials) {
        return new SignIn.OAuth2(credentials).secrets();
    }

    private static TokenCache.Fetched failed(Outcome outcome, Phase phase, Sentence sentence) {
        return new TokenCache.Fetched("", Duration.ZERO, new ProbeFailure(outcome, phase, 0, sentence));
    }

    /** Redirects are not followed: the secret is for this server only. */
    private static HttpCall request(ClientCredentials credentials, Url url, HttpCall call) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("Content-Type", "application/x-www-form-urlencoded"));
        headers.add(Map.entry("Accept", "application/json"));
        if (!credentials.inBody()) {
            headers.add(Map.entry(
                    "Authorization",
                    BasicField.of(
                            FormPairs.encoded(credentials.clientId()), FormPairs.encoded(credentials.clientSecret()))));
        }
        boolean sameHost =
                url.endpoint().host().equalsIgnoreCase(call.url().endpoint().host());
        HttpRoute way = sameHost
                ? call.route()
                : new HttpRoute(
                        call.route().ipVersion(),
                        call.route().sourceAddress(),
                        null,
                        call.route().proxies());
        return new HttpCall(
                url,
                HttpMethod.POST,
                headers,
                call.userAgent(),
                Buffer.buffer(credentials.form()),
                true,
                0,
                MOST_BYTES,
                BodyUse.JSON,
                sameHost ? call.tls() : call.tls().toAnotherHost(),
                call.protocol(),
                way,
                null,
                call.limits());
    }
}
