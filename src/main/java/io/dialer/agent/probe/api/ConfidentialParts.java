package io.dialer.agent.probe.api;

import io.dialer.agent.probe.ConfidentialNames;
import io.dialer.agent.probe.JsonValues;
import io.dialer.agent.probe.net.http.FormPairs;
import io.dialer.agent.probe.net.http.HttpCall;
import io.netty.handler.codec.http.cookie.ClientCookieDecoder;
import io.netty.handler.codec.http.cookie.Cookie;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a request or an answer is secret by the name under which it stands. A server may repeat it anywhere, where no
 * name tells. Pure.
 */
final class ConfidentialParts {
    /** What is shorter stands in any text. */
    private static final int SHORTEST = 4;

    /** Cookies hold words too, such as a language. */
    private static final int SHORTEST_COOKIE = 8;
    /** Larger bodies hold other things than a sign-in. */
    private static final int LARGEST_BODY = 64 << 10;

    private static final Pattern OAUTH = Pattern.compile("oauth_(?:signature|token)=\"([^\"]*)\"");

    private final List<String> found = new ArrayList<>();

    private ConfidentialParts() {}

    /** Those of a request: in its headers, its query and its body. */
    static List<String> of(HttpCall call) {
        ConfidentialParts parts = new ConfidentialParts();
        call.headers().forEach(header -> parts.header(header.getKey(), header.getValue()));
        String resource = call.url().resource();
        if (resource.indexOf('?') >= 0) {
            FormPairs.read(resource.substring(resource.indexOf('?') + 1)).forEach(parts::field);
        }
        if (call.body().length() > 0 && call.body().length() <= LARGEST_BODY) {
            parts.body(call.body().toString(StandardCharsets.UTF_8));
        }
        return parts.found;
    }

    /** The values of cookies that an answer sets, also of those that are not kept. */
    static List<String> ofAnswer(List<Map.Entry<String, String>> headers) {
        ConfidentialParts parts = new ConfidentialParts();
        headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase("set-cookie"))
                .forEach(header -> parts.setCookie(header.getValue()));
        return parts.found;
    }

    private void header(String name, String value) {
        if (!ConfidentialNames.include(name)) {
            return;
        }
        if (name.equalsIgnoreCase("cookie")) {
            for (String pair : value.split(";\\s*", -1)) {
                add(pair.substring(pair.indexOf('=') + 1), SHORTEST_COOKIE);
            }
            return;
        }
        add(value, SHORTEST);
        // What comes after a scheme.
        add(value.substring(value.indexOf(' ') + 1), SHORTEST);
        OAUTH.matcher(value)
                .results()
                .map((MatchResult match) -> match.group(1))
                .forEach(encoded -> {
                    add(encoded, SHORTEST);
                    add(FormPairs.decoded(encoded), SHORTEST);
                });
    }

    private void setCookie(String field) {
        try {
            Cookie cookie = ClientCookieDecoder.LAX.decode(field);
            if (cookie != null) {
                add(cookie.value(), SHORTEST_COOKIE);
            }
        } catch (IllegalArgumentException odd) {
            // A bad domain or path; the value stands before them all the same.
            add(field.substring(field.indexOf('=') + 1).replaceFirst(";.*", ""), SHORTEST_COOKIE);
        }
    }

    private void body(String body) {
        Object json;
        try {
            json = JsonValues.plain(Json.decodeValue(body));
        } catch (DecodeException notJson) {
            FormPairs.read(body).forEach(this::field);
            return;
        }
        fieldsOf(json);
    }

    private void fieldsOf(@Nullable Object value) {
        switch (JsonValues.plain(value)) {
            case Map<?, ?> map ->
                map.forEach((name, inner) -> {
                    if (ConfidentialNames.include(String.valueOf(name))) {
                        JsonValues.leaves(inner).forEach(leaf -> add(leaf, SHORTEST));
                    } else {
                        fieldsOf(inner);
                    }
                });
            case List<?> list -> list.forEach(this::fieldsOf);
            case null, default -> {}
        }
    }

    private void field(Map.Entry<String, String> field) {
        if (ConfidentialNames.include(field.getKey())) {
            add(field.getValue(), SHORTEST);
        }
    }

    private void add(String text, int shortest) {
        if (text.length() >= shortest) {
            found.add(text);
        }
    }
}
