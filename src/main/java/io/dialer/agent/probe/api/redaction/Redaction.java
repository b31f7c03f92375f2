package io.dialer.agent.probe.api.redaction;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Takes secrets out of what a result shows: by the names of headers, fields and parameters ({@link ConfidentialNames}),
 * and wherever the value of a given secret stands, also percent-encoded, JSON-escaped, or in Base64 as
 * {@code user:secret}. Takes time in proportion to the text, whatever it is. Immutable, pure.
 */
public final class Redaction {
    public static final String MASK = "***";

    /** Characters that one octet may be written with: <code>&#92;u0041</code>. */
    private static final int MOST_PER_OCTET = 6;

    private final SecretSearch search;
    private final int longestSpan;

    public Redaction(Collection<String> secrets) {
        this(secrets, List.of());
    }

    /**
     * A redaction of given values.
     *
     * @param secrets empty ones are passed over
     * @param users who may stand before a secret in Base64
     */
    public Redaction(Collection<String> secrets, Collection<String> users) {
        Set<String> wanted = new LinkedHashSet<>();
        for (String secret : secrets) {
            if (!secret.isEmpty()) {
                wanted.add(secret);
                addBase64(secret, wanted);
                addBase64(secret + ":", wanted);
                addBase64(":" + secret, wanted);
                for (String user : users) {
                    addBase64(user + ":" + secret, wanted);
                }
            }
        }
        search = new SecretSearch(wanted);
        longestSpan = MOST_PER_OCTET
                * wanted.stream()
                        .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                        .max()
                        .orElse(0);
    }

    /** The most characters that a secret takes, however it is written. */
    int longestSpan() {
        return longestSpan;
    }

    /** In both alphabets; the filling at the end is left over where somebody wrote it. */
    private static void addBase64(String text, Set<String> wanted) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        // What one or two octets become stands in any text.
        if (octets.length > 2) {
            wanted.add(Base64.getEncoder().withoutPadding().encodeToString(octets));
            wanted.add(Base64.getUrlEncoder().withoutPadding().encodeToString(octets));
        }
    }

    /** Headers in their order. */
    public List<Map.Entry<String, String>> headers(List<Map.Entry<String, String>> headers) {
        List<Map.Entry<String, String>> shown = new ArrayList<>(headers.size());
        for (Map.Entry<String, String> header : headers) {
            shown.add(Map.entry(plain(header.getKey()), header(header.getKey(), header.getValue())));
        }
        return shown;
    }

    /** One header's value. */
    public String header(String name, String value) {
        return ConfidentialNames.include(name) ? MASK : text(value);
    }

    /** The value of a field, a variable or a parameter. */
    public String value(String name, String value) {
        return header(name, value);
    }

    /** A URL: what stands before its host, its query and its fragment. */
    public String url(String url) {
        return text(url);
    }

    /**
     * A body.
     *
     * @param contentType as its header says; may be empty
     */
    public String body(String body, String contentType) {
        if (contentType.strip().toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
            return plain(PairMask.form(body));
        }
        return text(body);
    }

    /** Any other text, for example a message; what looks like JSON is read as that. */
    public String text(String text) {
        return text(text, 0);
    }

    String text(String text, int depth) {
        if (JsonMask.looksLikeJson(text)) {
            String masked = new JsonMask(this, depth).mask(text);
            if (!JsonMask.isJson(text)) {
                return plain(PairMask.text(masked));
            }
            // What spans several values cannot be taken out without breaking them.
            return holdsSecret(masked) ? '"' + MASK + '"' : masked;
        }
        return plain(PairMask.text(text));
    }

    public boolean holdsSecret(String text) {
        return !secretsIn(text).isEmpty();
    }

    /** Given secrets only, whatever the names say. */
    public String plain(String text) {
        BitSet marked = secretsIn(text);
        if (marked.isEmpty()) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        int at = 0;
        for (int from = marked.nextSetBit(0); from >= 0; from = marked.nextSetBit(at)) {
            shown.append(text, at, from).append(MASK);
            at = marked.nextClearBit(from);
        }
        return shown.append(text, at, text.length()).toString();
    }

    private BitSet secretsIn(String text) {
        BitSet marked = new BitSet();
        boolean percents = text.indexOf('%') >= 0;
        search.mark(OctetView.of(text, OctetView.Coding.PLAIN), marked);
        if (percents) {
            search.mark(OctetView.of(text, OctetView.Coding.PERCENT), marked);
        }
        if (percents || text.indexOf('+') >= 0) {
            search.mark(OctetView.of(text, OctetView.Coding.FORM), marked);
        }
        if (text.indexOf('\\') >= 0) {
            search.mark(OctetView.of(text, OctetView.Coding.JSON), marked);
        }
        return marked;
    }
}
