package io.dialer.agent.probe.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Checks who asks, by its own arithmetic from the RFCs, with none of the agent's code. User ann, password p:ß. */
@NullMarked
final class DoorKeeper {
    private static final String USER = "ann";
    private static final String PASSWORD = "p:ß";
    private static final String NONCE = "dcd98b7102dd2f0e";
    private static final Pattern FIELD = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^,\\s]*))");

    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final AtomicInteger issued = new AtomicInteger();

    /** Null: may come in; else a challenge, which may be empty. */
    @Nullable
    String refusal(HttpServerRequest request, Buffer body) {
        String field = request.getHeader("Authorization");
        String path = request.path();
        try {
            if (path.startsWith("/basic")) {
                return basic(field) ? null : "Basic realm=\"r\"";
            }
            if (path.startsWith("/digest/")) {
                String algorithm = path.substring("/digest/".length());
                return digest(field, request, algorithm)
                        ? null
                        : "Digest realm=\"r\", nonce=\"" + NONCE + "\", qop=\"auth\", charset=UTF-8, algorithm="
                                + algorithm;
            }
            if (path.startsWith("/bearer")) {
                return "Bearer tok-1234567".equals(field) ? null : "Bearer";
            }
            if (path.startsWith("/oauth1")) {
                return oauth1(field, request, body) ? null : "OAuth realm=\"r\"";
            }
            if (path.startsWith("/oauth2")) {
                return field != null && tokens.contains(field.replace("Bearer ", "")) ? null : "Bearer";
            }
            return null;
        } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException unreadable) {
            return "";
        }
    }

    private static boolean basic(@Nullable String field) {
        String expected = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return ("Basic " + expected).equals(field);
    }

    /** RFC 7616, section 3.4.1. */
    private static boolean digest(@Nullable String field, HttpServerRequest request, String algorithm)
            throws GeneralSecurityException {
        if (field == null || !field.startsWith("Digest ")) {
            return false;
        }
        Map<String, String> given = fields(field);
        String ha1 = hash(algorithm, USER + ":r:" + PASSWORD);
        String ha2 = hash(algorithm, request.method().name() + ":" + request.uri());
        String response = hash(
                algorithm, String.join(":", ha1, NONCE, given.get("nc"), given.get("cnonce"), given.get("qop"), ha2));
        return USER.equals(given.get("username"))
                && request.uri().equals(given.get("uri"))
                && response.equals(given.get("response"));
    }

    private static String hash(String algorithm, String text) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    /** RFC 5849, section 3.4: consumer ck with secret c&s, token tk with secret t/s. */
    private boolean oauth1(@Nullable String field, HttpServerRequest request, Buffer body)
            throws GeneralSecurityException {
        if (field == null || !field.startsWith("OAuth ")) {
            return false;
        }
        Map<String, String> given = new TreeMap<>();
        fields(field).forEach((name, value) -> given.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8)));
        String signature = given.remove("oauth_signature");
        if (!"ck".equals(given.get("oauth_consumer_key"))
                || !"tk".equals(given.get("oauth_token"))
                || !nonces.add(given.get("oauth_timestamp") + given.get("oauth_nonce"))) {
            return false;
        }
        String key = strict("c&s") + "&" + strict("t/s");
        if ("PLAINTEXT".equals(given.get("oauth_signature_method"))) {
            return key.equals(signature);
        }
        TreeSet<String> parameters = new TreeSet<>();
        given.forEach((name, value) -> parameters.add(strict(name) + "=" + strict(value)));
        addPairs(request.query(), parameters);
        if (String.valueOf(request.getHeader("Content-Type")).startsWith("application/x-www-form-urlencoded")) {
            addPairs(body.toString(), parameters);
        }
        String base = request.method().name() + "&"
                + strict("http://" + request.authority() + request.path())
                + "&" + strict(String.join("&", parameters));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        byte[] expected = mac.doFinal(base.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(expected).equals(signature);
    }

    private static void addPairs(@Nullable String text, Set<String> parameters) {
        for (String pair : text == null || text.isEmpty() ? new String[0] : text.split("&", -1)) {
            String[] both = pair.split("=", 2);
            String value = both.length > 1 ? both[1] : "";
            parameters.add(strict(URLDecoder.decode(both[0], StandardCharsets.UTF_8)) + "="
                    + strict(URLDecoder.decode(value, StandardCharsets.UTF_8)));
        }
    }

    /** RFC 5849, section 3.6: all but letters, digits and {@code -._~}. */
    private static String strict(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            boolean plain =
                    character < 0x80 && (Character.isLetterOrDigit(character) || "-._~".indexOf(character) >= 0);
            encoded.append(plain ? String.valueOf(character) : String.format("%%%02X", octet & 0xff));
        }
        return encoded.toString();
    }

    /** RFC 6749, section 4.4: client c/1 with secret s:2, in the header or in the body. */
    void token(HttpServerRequest request, Buffer body) {
        Map<String, String> form = new TreeMap<>();
        for (String pair : body.toString().split("&", -1)) {
            String[] both = pair.split("=", 2);
            form.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
        }
        String basic = "Basic " + Base64.getEncoder().encodeToString("c%2F1:s%3A2".getBytes(StandardCharsets.US_ASCII));
        boolean known = basic.equals(request.getHeader("Authorization"))
                || ("c/1".equals(form.get("client_id")) && "s:2".equals(form.get("client_secret")));
        if (!known || !"client_credentials".equals(form.get("grant_type"))) {
            request.response().setStatusCode(401).end("{\"error\": \"invalid_client\"}");
            return;
        }
        String token = "access-" + issued.incrementAndGet() + "-0123456789";
        tokens.add(token);
        request.response()
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("access_token", token)
                        .put("token_type", "Bearer")
                        .put("expires_in", 3600)
                        .encode());
    }

    void forgetTokens() {
        tokens.clear();
    }

    private static Map<String, String> fields(String header) {
        Map<String, String> fields = new TreeMap<>();
        Matcher matcher = FIELD.matcher(header.substring(header.indexOf(' ') + 1));
        while (matcher.find()) {
            fields.put(matcher.group(1), matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
        }
        return fields;
    }
}
