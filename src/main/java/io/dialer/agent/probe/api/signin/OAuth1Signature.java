package io.dialer.agent.probe.api.signin;

import io.dialer.agent.probe.net.http.FormPairs;
import io.dialer.agent.probe.net.http.Url;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as OAuth 1.0 has it (RFC 5849). Pure: the same arguments give the same field.
 *
 * @param method how it is signed
 * @param consumerKey the client's identifier
 * @param consumerSecret the client's shared secret
 * @param token the access token; empty: none
 * @param tokenSecret its shared secret; empty: none
 */
public record OAuth1Signature(
        Method method, String consumerKey, String consumerSecret, String token, String tokenSecret) {
    /** The methods of section 3.4 that need no key pair. */
    enum Method {
        HMAC_SHA1("HMAC-SHA1"),
        PLAINTEXT("PLAINTEXT");

        private final String wireName;

        Method(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    /**
     * The value of {@code Authorization} (section 3.5.1). Nonce and timestamp are sent with {@code PLAINTEXT} too: RFC
     * 5849 allows it, and servers of OAuth Core 1.0 want it.
     *
     * @param form the fields of the body where it is a form; else none
     * @param nonce never used before with this timestamp
     * @param epochSeconds when the request is made
     */
    String authorization(
            String httpMethod, Url url, List<Map.Entry<String, String>> form, String nonce, long epochSeconds) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        parameters.add(Map.entry("oauth_consumer_key", consumerKey));
        if (!token.isEmpty()) {
            parameters.add(Map.entry("oauth_token", token));
        }
        parameters.add(Map.entry("oauth_signature_method", method.wireName()));
        parameters.add(Map.entry("oauth_timestamp", Long.toString(epochSeconds)));
        parameters.add(Map.entry("oauth_nonce", nonce));
        parameters.add(Map.entry("oauth_signature", signature(baseString(httpMethod, url, form, parameters))));
        return field(parameters);
    }

    /** Section 3.4.2 or 3.4.4. */
    String signature(String baseString) {
        String key = encoded(consumerSecret) + "&" + encoded(tokenSecret);
        return switch (method) {
            case PLAINTEXT -> key;
            case HMAC_SHA1 -> hmacSha1(key, baseString);
        };
    }

    /**
     * What is signed (section 3.4.1).
     *
     * @param protocol the parameters of the header field, without {@code realm} and {@code oauth_signature}
     */
    static String baseString(
            String httpMethod,
            Url url,
            List<Map.Entry<String, String>> form,
            List<Map.Entry<String, String>> protocol) {
        String resource = url.resource();
        int question = resource.indexOf('?');
        String path = question < 0 ? resource : resource.substring(0, question);
        List<Map.Entry<String, String>> all = new ArrayList<>(protocol);
        all.addAll(form);
        if (question >= 0) {
            all.addAll(FormPairs.read(resource.substring(question + 1)));
        }
        return String.join(
                "&",
                encoded(httpMethod.toUpperCase(Locale.ROOT)),
                encoded(url.origin().toLowerCase(Locale.ROOT) + path),
                encoded(normalized(all)));
    }

    /** The parameters as section 3.5.1 writes them. */
    static String field(List<Map.Entry<String, String>> parameters) {
        return parameters.stream()
                .map(each -> encoded(each.getKey()) + "=\"" + encoded(each.getValue()) + '"')
                .collect(Collectors.joining(", ", "OAuth ", ""));
    }

    /** Section 3.4.1.3.2: sorted after they were encoded, names first. */
    private static String normalized(List<Map.Entry<String, String>> parameters) {
        return parameters.stream()
                .map(each -> Map.entry(encoded(each.getKey()), encoded(each.getValue())))
                .sorted(Comparator.comparing((Map.Entry<String, String> each) -> each.getKey())
                        .thenComparing(Map.Entry::getValue))
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("&"));
    }

    /** Section 3.6: all but RFC 3986's unreserved characters, as UTF-8. */
    static String encoded(String text) {
        return FormPairs.encoded(text).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    }

    private static String hmacSha1(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA1", missing);
        }
    }

    /** Without the secrets, which a log must not hold. */
    @Override
    public String toString() {
        return "OAuth1Signature[method=" + method + ", consumerKey=" + consumerKey + "]";
    }
}
