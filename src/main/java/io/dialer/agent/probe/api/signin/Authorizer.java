package io.dialer.agent.probe.api.signin;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Sentence;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.http.DigestLogin;
import io.dialer.agent.probe.net.http.FormPairs;
import io.dialer.agent.probe.net.http.HttpCall;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Turns a {@link SignIn}, its values filled in, into what one request carries. Called on workers: it may wait for a token
 * of OAuth 2. Safe for use by several threads.
 */
public final class Authorizer {
    private final OAuth2Tokens tokens;
    private final InstantSource clock;
    private final RandomGenerator random;

    public Authorizer(OAuth2Tokens tokens, InstantSource clock) {
        this(tokens, clock, new SecureRandom());
    }

    Authorizer(OAuth2Tokens tokens, InstantSource clock, RandomGenerator random) {
        this.tokens = tokens;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What lets a call in. An {@code Authorization} of its own wins. Nothing for OAuth 1, which signs each request by
     * itself: {@link #signed}.
     */
    public Permit permit(SignIn signIn, HttpCall call, Deadline deadline) throws InterruptedException {
        if (isAuthorized(call)) {
            return new Permit.Granted(List.of(), null, null);
        }
        return switch (signIn) {
            case SignIn.None _ -> new Permit.Granted(List.of(), null, null);
            case SignIn.Basic basic -> field(BasicField.of(basic.username(), basic.password()), null);
            case SignIn.Digest digest ->
                isHeaderText(digest.username())
                        ? new Permit.Granted(List.of(), new DigestLogin(digest.username(), digest.password()), null)
                        : refused();
            case SignIn.Bearer bearer -> field("Bearer " + bearer.token(), null);
            case SignIn.OAuth1 _ -> new Permit.Granted(List.of(), null, null);
            case SignIn.OAuth2 oauth ->
                switch (tokens.token(oauth.credentials(), call, deadline)) {
                    case TokenAnswer.Refused refused -> new Permit.Refused(refused.failure());
                    case TokenAnswer.Granted granted ->
                        field("Bearer " + granted.token(), granted.cached() ? granted.token() : null);
                };
        };
    }

    /**
     * A call with this permit was answered with 401.
     *
     * @return true where a new permit may do better; to be tried once
     */
    public boolean renew(SignIn signIn, Permit.Granted refused) {
        if (signIn instanceof SignIn.OAuth2 oauth && !refused.headers().isEmpty()) {
            String field = refused.headers().getFirst().getValue();
            tokens.forget(oauth.credentials(), field.substring("Bearer ".length()));
        }
        return refused.token() != null;
    }

    private static Permit field(String value, @Nullable String cachedToken) {
        return isHeaderText(value)
                ? new Permit.Granted(List.of(Map.entry("Authorization", value)), null, cachedToken)
                : refused();
    }

    private static Permit refused() {
        return new Permit.Refused(
                new ProbeFailure(Outcome.ERROR, Phase.REQUEST, 0, Sentence.of("api.sign_in_not_a_header")));
    }

    private static boolean isHeaderText(String value) {
        try {
            HttpCall.validate(List.of(Map.entry("Authorization", value)));
            return true;
        } catch (IllegalArgumentException unusable) {
            return false;
        }
    }

    /** The call with its signature (RFC 5849), which holds for this URL only; one with an own sign-in stays as it is. */
    public HttpCall signed(SignIn.OAuth1 oauth, HttpCall call) {
        if (isAuthorized(call)) {
            return call;
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>(call.headers());
        headers.add(Map.entry("Authorization", signature(oauth.signature(), call)));
        return call.withHeaders(headers);
    }

    private static boolean isAuthorized(HttpCall call) {
        return call.headers().stream().anyMatch(header -> header.getKey().equalsIgnoreCase("authorization"));
    }

    private String signature(OAuth1Signature signature, HttpCall call) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        return signature.authorization(
                call.method().name(),
                call.url(),
                form(call),
                HexFormat.of().formatHex(nonce),
                clock.instant().getEpochSecond());
    }

    /** RFC 5849, section 3.4.1.3.1: only a body that is one form. */
    private static List<Map.Entry<String, String>> form(HttpCall call) {
        boolean isForm = call.headers().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("content-type"))
                .anyMatch(header -> header.getValue()
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .startsWith("application/x-www-form-urlencoded"));
        return isForm ? FormPairs.read(call.body().toString(StandardCharsets.UTF_8)) : List.of();
    }
}
