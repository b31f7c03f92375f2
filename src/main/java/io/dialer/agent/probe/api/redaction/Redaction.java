package io.dialer.agent.probe.api.redaction;

import io.dialer.agent.probe.ConfidentialNames;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what a result shows: by the names of headers, fields and parameters ({@link ConfidentialNames}),
 * and wherever the value of a given secret stands, also percent-encoded, JSON-escaped, or in Base64 as
 * {@code user:secret}. Takes time in proportion to the text, whatever it is. Immutable, pure.
 */
public final class Redaction {
    public static final String MASK = "***";
    /** A character beyond the Basic Multilingual Plane in JSON: two of <code>&#92;ud83d</code>. */
    private static final int LONGEST_ESCAPE = 12;

    private static final int LONGEST_IN_BASE64 = 4 << 10;
    private static final Pattern HALF_A_CHARACTER = Pattern.compile("\\\\u[dD][89abAB][0-9a-fA-F]{2}$");

    private final SecretSearch search;

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
    }

    /** In both alphabets; the filling at the end is left over where somebody wrote it. */
    private static void addBase64(String text, Set<String> wanted) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        // What one or two octets become stands in any text, and nobody signs in with a whole document.
        if (octets.length > 2 && octets.length <= LONGEST_IN_BASE64) {
            wanted.add(Base64.getEncoder().withoutPadding().encodeToString(octets));
            wanted.add(Base64.getUrlEncoder().withoutPadding().encodeToString(octets));
        }
    }

    /**
     * A body.
     *
     * @param contentType as its header says; may be empty
     */
    public String body(String body, String contentType) {
        return isForm(contentType) ? plain(PairMask.form(body)) : text(body);
    }

    /**
     * The beginning of a body that went on. What it ends with is taken out as well where it may begin a secret.
     *
     * @param contentType as its header says; may be empty
     */
    public String beginning(String body, String contentType) {
        String whole = withoutPartOfAnEscape(body);
        return isForm(contentType) ? plain(PairMask.form(whole), true) : text(whole, 0, true);
    }

    private static boolean isForm(String contentType) {
        return contentType.strip().toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
    }

    /** Half of an escape would hide that what stands before it begins a secret. */
    private static String withoutPartOfAnEscape(String text) {
        int end = text.length();
        for (int at = text.length() - 1; at >= Math.max(0, text.length() - LONGEST_ESCAPE); at--) {
            if (text.charAt(at) == '%' || text.charAt(at) == '\\') {
                end = at;
            }
        }
        while (end > 0 && end < text.length() && text.charAt(end - 1) == '\\') {
            end--;
        }
        return HALF_A_CHARACTER.matcher(text.substring(0, end)).replaceFirst("");
    }

    /** Any other text, for example a message; what looks like JSON is read as that. */
    public String text(String text) {
        return text(text, 0, false);
    }

    /**
     * The same within something else.
     *
     * @param depth how many texts in texts are around it
     * @param cut whether it went on
     */
    String text(String text, int depth, boolean cut) {
        if (!JsonMask.looksLikeJson(text)) {
            return plain(PairMask.text(text), cut);
        }
        String masked = new JsonMask(this, depth, cut).mask(text);
        if (cut || !JsonMask.isJson(text)) {
            return plain(PairMask.text(masked), cut);
        }
        // What spans several values cannot be taken out without breaking them.
        return holdsSecret(masked) ? '"' + MASK + '"' : masked;
    }

    boolean holdsSecret(String text) {
        return !secretsIn(text, false).isEmpty();
    }

    /** Given secrets only, whatever the names say. */
    String plain(String text) {
        return plain(text, false);
    }

    /** The same of a text that went on, where it did. */
    String plain(String text, boolean cut) {
        BitSet marked = secretsIn(text, cut);
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

    private BitSet secretsIn(String text, boolean cut) {
        BitSet marked = new BitSet();
        boolean percents = text.indexOf('%') >= 0;
        search.mark(OctetView.of(text, OctetView.Coding.PLAIN), marked, cut);
        if (percents) {
            search.mark(OctetView.of(text, OctetView.Coding.PERCENT), marked, cut);
        }
        if (percents || text.indexOf('+') >= 0) {
            search.mark(OctetView.of(text, OctetView.Coding.FORM), marked, cut);
        }
        if (text.indexOf('\\') >= 0) {
            search.mark(OctetView.of(text, OctetView.Coding.JSON), marked, cut);
        }
        return marked;
    }
}
