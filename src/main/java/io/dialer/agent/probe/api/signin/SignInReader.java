package io.dialer.agent.probe.api.signin;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.net.http.Url;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a {@link SignIn} from both vocabularies of an {@code api} task. Errors never show a value: it may be a secret. */
public final class SignInReader {
    private static final String TYPES = "basic, digest, bearer, oauth1, oauth2, none";

    private final Options auth;
    private final String path;

    private SignInReader(Options auth, String path) {
        this.auth = auth;
        this.path = path;
    }

    /** The editor's: the first of {@code authentications} serves every step; null where there is none. */
    public static @Nullable SignIn ofTask(Options task) {
        List<Options> written = task.groups("authentications");
        return written.isEmpty() ? null : new SignInReader(written.getFirst(), "authentications[0]").read();
    }

    /** The old agent's: {@code auth} of a step's {@code request}; null where there is none. */
    public static @Nullable SignIn ofRequest(Options request) {
        Options auth = request.group("auth");
        return auth == null ? null : new SignInReader(auth, "auth").read();
    }

    private @Nullable SignIn read() {
        // Nothing was asked for yet, so what is unknown is all there is.
        if (auth.unknown().isEmpty()) {
            return null;
        }
        String type = any("type").strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "none" -> new SignIn.None();
            case "basic" -> new SignIn.Basic(needed("username"), any("password"));
            case "digest" -> new SignIn.Digest(needed("username"), any("password"));
            case "bearer" -> new SignIn.Bearer(needed("token", "accessToken", "access_token"));
            case "oauth1" -> new SignIn.OAuth1(oauth1());
            case "oauth2" -> oauth2();
            default -> throw new InvalidOption(path + ".type", type, TYPES);
        };
    }

    private OAuth1Signature oauth1() {
        return new OAuth1Signature(
                signatureMethod(),
                needed("consumerKey", "consumer_key"),
                needed("consumerSecret", "consumer_secret"),
                any("accessToken", "access_token", "token"),
                any("tokenSecret", "token_secret"));
    }

    private OAuth1Signature.Method signatureMethod() {
        String name = any("signatureMethod", "signature_method").strip();
        if (name.isEmpty()) {
            return OAuth1Signature.Method.HMAC_SHA1;
        }
        for (OAuth1Signature.Method method : OAuth1Signature.Method.values()) {
            if (method.wireName().equalsIgnoreCase(name)) {
                return method;
            }
        }
        throw new InvalidOption(path + ".signatureMethod", name, "HMAC-SHA1, PLAINTEXT");
    }

    private SignIn oauth2() {
        String given = any("accessToken", "access_token", "token");
        String tokenUrl = any("tokenUrl", "token_url");
        if (!given.isEmpty()) {
            return new SignIn.Bearer(given);
        }
        if (tokenUrl.isEmpty()) {
            throw new InvalidOption(path + ".accessToken", null, "a token, or tokenUrl, clientId and clientSecret");
        }
        if (!tokenUrl.contains("$")) {
            checkUrl(tokenUrl);
        }
        String grant = any("grantType", "grant_type").strip();
        if (!(grant.isEmpty() || grant.equals("client_credentials"))) {
            throw new InvalidOption(path + ".grantType", grant, "client_credentials");
        }
        return new SignIn.OAuth2(new ClientCredentials(
                tokenUrl,
                needed("clientId", "client_id"),
                needed("clientSecret", "client_secret"),
                any("scope"),
                inBody()));
    }

    private boolean inBody() {
        String place = any("clientAuthentication", "client_authentication").strip();
        return switch (place.toLowerCase(Locale.ROOT)) {
            case "", "header" -> false;
            case "body" -> true;
            default -> throw new InvalidOption(path + ".clientAuthentication", place, "header, body");
        };
    }

    private void checkUrl(String tokenUrl) {
        try {
            var _ = Url.parse(tokenUrl);
        } catch (InvalidOption unusable) {
            throw new InvalidOption(path + ".tokenUrl", null, "an http or https URL");
        }
    }

    private String needed(String... names) {
        String text = any(names);
        if (text.isEmpty()) {
            throw new InvalidOption(path + "." + names[0], null, "a text that is not empty");
        }
        return text;
    }

    /** The first of several spellings that has a value; empty where none has. */
    private String any(String... names) {
        String found = "";
        for (String name : names) {
            try {
                String text = auth.text(name, "");
                found = found.isEmpty() ? text : found;
            } catch (InvalidOption notAText) {
                throw new InvalidOption(path + "." + name, null, "a text");
            }
        }
        return found;
    }
}
