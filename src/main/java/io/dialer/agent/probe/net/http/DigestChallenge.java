package io.dialer.agent.probe.net.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server asks for with {@code WWW-Authenticate: Digest} (RFC 7616, section 3.3).
 *
 * @param algorithm one that we know
 * @param realm as sent, one character per octet
 * @param nonce the same
 * @param opaque as sent; null: none
 * @param protection {@code auth} or {@code auth-int}; null: as before RFC 2617
 * @param algorithmNamed whether the server names the algorithm, and wants it back
 * @param utf8 whether names are in UTF-8
 * @param stale whether only the nonce was wrong
 */
record DigestChallenge(
        DigestAlgorithm algorithm,
        String realm,
        String nonce,
        @Nullable String opaque,
        @Nullable String protection,
        boolean algorithmNamed,
        boolean utf8,
        boolean stale) {
    /** A scheme, or a parameter with its value; what separates them is passed over. Possessive: nothing recurs. */
    private static final Pattern PART = Pattern.compile(
            "([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\\s*=\\s*(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|([^\\s,\"]+)))?");

    /** The one with the strongest algorithm among all headers' challenges; null where we can answer none. */
    static @Nullable DigestChallenge strongestOf(List<Map.Entry<String, String>> headers) {
        DigestChallenge strongest = null;
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase("www-authenticate")) {
                for (Map<String, String> parameters : digests(header.getValue())) {
                    DigestChallenge challenge = from(parameters);
                    if (challenge != null
                            && (strongest == null || challenge.algorithm.compareTo(strongest.algorithm) > 0)) {
                        strongest = challenge;
                    }
                }
            }
        }
        return strongest;
    }

    /** One field may hold several challenges (RFC 9110, section 11.6.1). */
    private static List<Map<String, String>> digests(String field) {
        List<Map<String, String>> found = new ArrayList<>();
        Map<String, String> current = new LinkedHashMap<>();
        Matcher part = PART.matcher(field);
        while (part.find()) {
            String quoted = part.group(2);
            String value = quoted == null ? part.group(3) : quoted.replaceAll("\\\\(.)", "$1");
            if (value != null) {
                current.putIfAbsent(part.group(1).toLowerCase(Locale.ROOT), value);
            } else {
                current = new LinkedHashMap<>();
                if (part.group(1).equalsIgnoreCase("digest")) {
                    found.add(current);
                }
            }
        }
        return found;
    }

    private static @Nullable DigestChallenge from(Map<String, String> parameters) {
        String named = parameters.get("algorithm");
        DigestAlgorithm algorithm = DigestAlgorithm.named(named == null ? "MD5" : named);
        String nonce = parameters.get("nonce");
        String realm = parameters.get("realm");
        String offered = parameters.get("qop");
        String protection = protection(offered);
        if (algorithm == null || nonce == null || realm == null || (offered != null && protection == null)) {
            return null;
        }
        return new DigestChallenge(
                algorithm,
                realm,
                nonce,
                parameters.get("opaque"),
                protection,
                named != null,
                "utf-8".equalsIgnoreCase(parameters.get("charset")),
                "true".equalsIgnoreCase(parameters.get("stale")));
    }

    private static @Nullable String protection(@Nullable String offered) {
        if (offered == null) {
            return null;
        }
        List<String> words = Arrays.stream(offered.split(","))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .toList();
        return words.contains("auth") ? "auth" : words.contains("auth-int") ? "auth-int" : null;
    }
}
